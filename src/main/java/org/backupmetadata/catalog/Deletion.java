package org.backupmetadata.catalog;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The end of a backup.
 *
 * @param at when the deletion was observed, or when the backup expired
 * @param by the ARN of the principal that deleted it, or null if that is not known
 */
public record Deletion(Instant at, DeletionReason reason, @Nullable String by) {

    /**
     * Order of precedence: observed over inferred; earliest observed; latest inferred, since an observation in between
     * overrules earlier inferences.
     */
    private static final Comparator<Deletion> ORDER = Comparator.<Deletion, Boolean>comparing(
            deletion -> deletion.reason().isFinal())
            .thenComparing((a, b) -> a.reason().isFinal() ? b.at().compareTo(a.at()) : a.at().compareTo(b.at()))
            .thenComparing(Deletion::reason)
            .thenComparing(Deletion::by, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** The end of a backup without a known principal. */
    Deletion(Instant at, DeletionReason reason) {
        this(at, reason, null);
    }

    /** The earlier of the recorded end and the expiry. */
    static @Nullable Deletion first(@Nullable Deletion recorded, @Nullable Deletion expiry) {
        if (recorded == null || expiry == null) {
            return recorded == null ? expiry : recorded;
        }
        return expiry.at().isBefore(recorded.at()) ? expiry : recorded;
    }

    /** The one of two recorded ends that takes precedence. */
    static @Nullable Deletion merge(@Nullable Deletion a, @Nullable Deletion b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return ORDER.compare(a, b) >= 0 ? a : b;
    }

    /** Whether this ends a backup that was last seen in that revision. */
    boolean endsWhatWasSeenAt(@Nullable Revision revision) {
        return reason.isFinal() || revision == null || !at.isBefore(revision.at());
    }
}
