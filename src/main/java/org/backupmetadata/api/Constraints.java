package org.backupmetadata.api;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model's constraints on the members of one input. All violations are reported together, in the order of the
 * checks.
 */
final class Constraints {

    private static final int MIN_ARN_LENGTH = 37;
    private static final int MAX_ARN_LENGTH = 1024;

    private final List<String> violations = new ArrayList<>(0);

    /** The member must be present. */
    Constraints required(String member, @Nullable Object value) {
        return value == null ? violated("Value null", member, "Member must not be null") : this;
    }

    /** The member, if present, has a length in that range, in characters. */
    Constraints length(String member, @Nullable String value, int min, int max) {
        if (value != null && value.length() < min) {
            return violated(quoted(value), member, "Member must have length greater than or equal to " + min);
        }
        return value != null && value.length() > max
                ? violated(quoted(value), member, "Member must have length less than or equal to " + max)
                : this;
    }

    /** The member, if present, has the length of a backup's ARN. */
    Constraints arnLength(String member, @Nullable String value) {
        return length(member, value, MIN_ARN_LENGTH, MAX_ARN_LENGTH);
    }

    /** The member, if present, is a number in that range. */
    Constraints range(String member, @Nullable Integer value, int min, int max) {
        if (value != null && value < min) {
            return violated(quoted(value), member, "Member must have value greater than or equal to " + min);
        }
        return value != null && value > max
                ? violated(quoted(value), member, "Member must have value less than or equal to " + max)
                : this;
    }

    /** The member, if present, is one of those values. */
    Constraints oneOf(String member, @Nullable String value, List<String> values) {
        return value == null || values.contains(value)
                ? this
                : violated(quoted(value), member, "Member must satisfy enum value set: " + values);
    }

    private static String quoted(Object value) {
        return "Value '" + value + "'";
    }

    private Constraints violated(String value, String member, String constraint) {
        violations.add(value + " at '" + member + "' failed to satisfy constraint: " + constraint);
        return this;
    }

    /**
     * Ends the checks.
     *
     * @throws ApiException if there was a violation
     */
    void check() {
        if (!violations.isEmpty()) {
            throw ApiError.VALIDATION.exception(violations.size()
                    + (violations.size() == 1 ? " validation error detected: " : " validation errors detected: ")
                    + String.join("; ", violations));
        }
    }
}
