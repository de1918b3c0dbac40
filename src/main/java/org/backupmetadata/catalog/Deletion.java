package org.backupmetadata.catalog;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * That a backup is gone.
 *
 * @param at when it was seen to go, or when it expired
 */
public record Deletion(Instant at, DeletionReason reason) {

    /**
     * Of two, the one to keep is the greater: an end that was seen rather than one that was concluded; of ends that were
     * seen the first, and of conclusions the last, since an observation in between overrules those before it.
     */
    private static final Comparator<Deletion> ORDER = Comparator.<Deletion, Boolean>comparing(
            deletion -> deletion.reason().isFinal())
            .thenComparing((a, b) -> a.reason().isFinal() ? b.at().compareTo(a.at()) : a.at().compareTo(b.at()))
            .thenComparing(Deletion::reason);

    /** Of the end that was recorded and the one by the clock: what came first. */
    static @Nullable Deletion first(@Nullable Deletion recorded, @Nullable Deletion expiry) {
        if (recorded == null || expiry == null) {
            return recorded == null ? expiry : recorded;
        }
        return expiry.at().isBefore(recorded.at()) ? expiry : recorded;
    }

    /** Of two that were observed: the one to keep. */
    static @Nullable Deletion merge(@Nullable Deletion a, @Nullable Deletion b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return ORDER.compare(a, b) >= 0 ? a : b;
    }

    /** Whether this is true of a backup that was last seen so. */
    boolean endsWhatWasSeenAt(@Nullable Revision revision) {
        return reason.isFinal() || revision == null || !at.isBefore(revision.at());
    }
}
