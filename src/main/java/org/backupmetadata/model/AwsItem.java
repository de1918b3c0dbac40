package org.backupmetadata.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * A structure of AWS's model as a map attribute under AWS's own member names, so that a member that AWS adds needs an
 * SDK update and nothing here.
 *
 * <p>What is absent stays absent and what is empty stays empty, lists, maps and structures alike. Enum values are kept
 * as text, known to this SDK or not. A timestamp is the number of seconds since the epoch, as in AWS JSON, at the
 * precision that the model holds.
 *
 * <p>It is not a general object mapper: it knows the types of the members that describe a backup, and a test fails when
 * an SDK update brings another type.
 */
public final class AwsItem {

    private AwsItem() {
    }

    /** The structure as an attribute of type map. */
    public static AttributeValue write(SdkPojo structure) {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        for (SdkField<?> field : structure.sdkFields()) {
            Object value = field.getValueOrDefault(structure);
            if (value != null && !(value instanceof SdkAutoConstructList)) {
                members.put(field.locationName(), from(field, value));
            }
        }
        return AttributeValue.fromM(members);
    }

    private static AttributeValue from(SdkField<?> field, @Nullable Object value) {
        return switch (value) {
            case null -> AttributeValue.fromNul(true);
            case String text -> AttributeValue.fromS(text);
            case Boolean flag -> AttributeValue.fromBool(flag);
            case Long number -> AttributeValue.fromN(number.toString());
            case Instant instant -> AttributeValue.fromN(Timestamps.toDecimal(instant).toPlainString());
            case SdkPojo structure -> write(structure);
            case List<?> list -> {
                SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
                yield AttributeValue.fromL(list.stream().map(each -> from(element, each)).toList());
            }
            default -> throw unsupported(field);
        };
    }

    /**
     * Fills a builder of AWS's model from an attribute. Members that the structure does not have are ignored.
     *
     * @throws IllegalStateException if the attribute, or one in it, is of another type than {@link #write} makes it: no
     * answer is better than an incomplete one
     */
    public static <B extends SdkPojo> B read(AttributeValue attribute, B builder) {
        require(attribute.hasM(), attribute, "structure");
        for (SdkField<?> field : builder.sdkFields()) {
            AttributeValue value = attribute.m().get(field.locationName());
            if (value != null) {
                field.set(builder, to(field, value));
            }
        }
        return builder;
    }

    private static @Nullable Object to(SdkField<?> field, AttributeValue value) {
        if (Boolean.TRUE.equals(value.nul())) {
            return null;
        }
        MarshallingKnownType type = field.marshallingType().getKnownType();
        require(switch (type) {
            case STRING -> value.s() != null;
            case BOOLEAN -> value.bool() != null;
            case LONG, INSTANT -> value.n() != null;
            case SDK_POJO -> value.hasM();
            case LIST -> value.hasL();
            default -> throw unsupported(field);
        }, value, field.memberName());
        return switch (type) {
            case STRING -> value.s();
            case BOOLEAN -> value.bool();
            case LONG -> Long.valueOf(value.n());
            case INSTANT -> Timestamps.ofDecimal(new BigDecimal(value.n()));
            case SDK_POJO -> ((Buildable) read(value, field.constructor().get())).build();
            case LIST -> {
                SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
                List<@Nullable Object> list = new ArrayList<>(value.l().size());
                value.l().forEach(each -> list.add(to(element, each)));
                yield list;
            }
            default -> throw unsupported(field);
        };
    }

    private static void require(boolean rightType, AttributeValue value, String member) {
        if (!rightType) {
            throw new IllegalStateException("the item's " + member + " is of type " + value.type());
        }
    }

    private static IllegalStateException unsupported(SdkField<?> field) {
        return new IllegalStateException(
                field.memberName() + " is of a type that no backup had: " + field.marshallingType().getTargetClass());
    }
}
