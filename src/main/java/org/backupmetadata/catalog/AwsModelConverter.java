package org.backupmetadata.catalog;

import java.util.function.Supplier;
import org.backupmetadata.model.AwsItem;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.utils.builder.Buildable;

/** {@link AwsItem} as the Enhanced Client calls it. */
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
        return AwsItem.write(structure);
    }

    @Override
    public T transformTo(AttributeValue attribute) {
        return type.cast(((Buildable) AwsItem.read(attribute, builder.get())).build());
    }
}
