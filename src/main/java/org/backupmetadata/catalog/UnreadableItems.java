package org.backupmetadata.catalog;

/** Gets the items that a catalogue leaves out of lists, each once, from any thread. */
@FunctionalInterface
public interface UnreadableItems {

    /** Takes note of an item that no list shows until it is repaired. */
    void report(UnreadableItemException item);
}
