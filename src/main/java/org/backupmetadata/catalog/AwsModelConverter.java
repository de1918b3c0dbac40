package org.backupmetadata.catalog;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Keeps a structure of AWS's model as a map attribute under AWS's own member names, so that a member that AWS adds needs
 * an SDK update and nothing here.
 *
 * <p>What is absent stays absent and what is empty stays empty, lists, maps and structures alike. Enum values are kept as
 * text, known to this SDK or not. A timestamp is the number of seconds since the epoch, as in AWS JSON, at the precision
 * that the model holds.
 *
 * <p>Not a general object mapper: it knows the types of member that describe a backup, and a test fails when an SDK update
 * brings another.
 */
final class AwsModelConverter<T extends SdkPojo> implements AttributeConverter<T> {

    private final Class<T> type;
    private final Supplier<? extends SdkPojo> builder;

    /** {@code builder} makes an empty builder of {@code type}, as {@code BackupDescription::builder} does. */
    AwsModelConverter(Class<T> type, Supplier<? extends SdkPojo> builder) {
        this.type = type;
        this.builder = builder;
    }

    @Override
    public EnhancedType<T> type() {
        return EnhancedType.of(type);
    }

    @Override
    public AttributeValueType attributeValueType() {
        return AttributeValueType.M;
    }

    @Override
    public AttributeValue transformFrom(T structure) {
        return fromStructure(structure);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the attribute, or one in it, is of another type than this writes: rather no answer
     * than one with something missing
     */
    @Override
    public T transformTo(AttributeValue attribute) {
        require(attribute.hasM(), attribute, type.getSimpleName());
        return type.cast(toStructure(builder.get(), attribute));
    }

    private static AttributeValue fromStructure(SdkPojo structure) {
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
            case Instant instant -> AttributeValue.fromN(seconds(instant).toPlainString());
            case SdkPojo structure -> fromStructure(structure);
            case List<?> list -> {
                SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
                yield AttributeValue.fromL(list.stream().map(each -> from(element, each)).toList());
            }
            default -> throw unsupported(field);
        };
    }

    private static Object toStructure(SdkPojo builder, AttributeValue attribute) {
        for (SdkField<?> field : builder.sdkFields()) {
            AttributeValue value = attribute.m().get(field.locationName());
            if (value != null) {
                field.set(builder, to(field, value));
            }
        }
        return ((Buildable) builder).build();
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
            case INSTANT -> instant(new BigDecimal(value.n()));
            case SDK_POJO -> toStructure(field.constructor().get(), value);
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

    private static BigDecimal seconds(Instant instant) {
        return BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), 9))
                .stripTrailingZeros();
    }

    private static Instant instant(BigDecimal seconds) {
        BigDecimal[] parts = seconds.divideAndRemainder(BigDecimal.ONE);
        return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].movePointRight(9).longValue());
    }

    private static IllegalStateException unsupported(SdkField<?> field) {
        return new IllegalStateException(
                field.memberName() + " is of a type that no backup had: " + field.marshallingType().getTargetClass());
    }
}
