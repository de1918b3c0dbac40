package org.backupmetadata.catalog;

/** Where a catalogue reports the items that it leaves out of lists. Called once for each item, from any thread. */
@FunctionalInterface
public interface UnreadableItems {

    /** Takes note of an item that no list shows until somebody mends it. */
    void report(UnreadableItemException item);
}
