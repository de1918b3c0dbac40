package org.backupmetadata.catalog;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.backupmetadata.model.AwsItem;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item as the table has it, whoever wrote it: this version, a later one, or a person. Attributes that stand beside
 * the description are read as far as possible: one of another type counts as absent.
 */
record ItemAttributes(Map<String, AttributeValue> values) {

    ItemAttributes {
        values = Map.copyOf(values);
    }

    /** The value of a text attribute, or nothing if it is absent or of another type. */
    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(AttributeValue::s);
    }

    /** The time in a text attribute, or nothing if it is absent or no time. */
    Optional<Instant> time(String name) {
        try {
            return text(name).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A number without its fraction, or nothing if it is absent or no number. */
    Optional<Long> number(String name) {
        try {
            return Optional.ofNullable(values.get(name)).map(AttributeValue::n)
                    .map(number -> new BigDecimal(number).longValue());
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * When the table drops the item, in whole seconds since the epoch, or nothing if it never does, or if the attribute
     * is no number.
     */
    Optional<Long> expiresAt() {
        return number(Attributes.EXPIRES_AT);
    }

    /** Whether the item has expired by that time. The table takes some days to drop it. */
    boolean isExpired(Instant now) {
        return expiresAt().filter(seconds -> seconds <= now.getEpochSecond()).isPresent();
    }

    /**
     * Fills a builder of AWS's model from a map attribute.
     *
     * @throws UnreadableItemException if the attribute is absent, or it or one in it is of another type: no answer is
     * better than an incomplete one
     */
    <B extends SdkPojo> B structure(String name, B builder) {
        AttributeValue value = values.get(name);
        if (value == null || Boolean.TRUE.equals(value.nul())) {
            throw new UnreadableItemException(arn(), "it has no " + name, null);
        }
        try {
            return AwsItem.read(value, builder);
        } catch (IllegalStateException | ArithmeticException | NumberFormatException | DateTimeException e) {
            throw new UnreadableItemException(arn(), name + ": " + e.getMessage(), e);
        }
    }

    /** The key of the item, for messages. */
    String arn() {
        return text(Attributes.BACKUP_ARN).orElse("(no " + Attributes.BACKUP_ARN + ")");
    }
}
