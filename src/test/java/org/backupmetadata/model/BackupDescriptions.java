package org.backupmetadata.model;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Any description that the SDK's model can hold, made from what the model says of itself, so that members which AWS
 * adds are covered without a change here.
 */
public final class BackupDescriptions {

    /** The end of the year 9999. Far beyond it a number of seconds is too large to be exact to the millisecond. */
    private static final long MILLISECONDS = 253_402_300_799_999L;

    private BackupDescriptions() {
    }

    /** Descriptions with timestamps of whole milliseconds, the most that the wire carries. */
    public static Arbitrary<BackupDescription> any() {
        return structures(BackupDescription::builder).map(BackupDescription.class::cast);
    }

    private static Arbitrary<Object> structures(Supplier<? extends SdkPojo> builder) {
        Arbitrary<Consumer<SdkPojo>> members = Arbitraries.just(structure -> {});
        for (SdkField<?> field : builder.get().sdkFields()) {
            members = Combinators.combine(members, values(field).injectNull(0.3)).as((others,
                    value) -> value == null ? others : others.andThen(structure -> field.set(structure, value)));
        }
        return members.map(setAll -> {
            SdkPojo structure = builder.get();
            setAll.accept(structure);
            return ((Buildable) structure).build();
        });
    }

    private static Arbitrary<Object> values(SdkField<?> field) {
        return switch (field.marshallingType().getKnownType()) {
            case STRING -> Arbitraries
                    .oneOf(Arbitraries.strings().ofMaxLength(12), Arbitraries.of("DELETED", "ACTIVE\ud83c\udfb5"))
                    .filter(BackupDescriptions::isUnicode).asGeneric();
            case BOOLEAN -> Arbitraries.of(true, false).asGeneric();
            case LONG -> Arbitraries.longs().asGeneric();
            case INSTANT -> Arbitraries.longs().between(-MILLISECONDS, MILLISECONDS)
                    .withDistribution(RandomDistribution.biased()).map(Instant::ofEpochMilli).asGeneric();
            case SDK_POJO -> structures(field.constructor());
            case LIST -> values(field.getTrait(ListTrait.class).memberFieldInfo()).list().ofMaxSize(2)
                    .map(List.class::cast).asGeneric();
            default -> throw new AssertionError("the model has a new type of member: " + field.memberName());
        };
    }

    /** Half a surrogate pair is no Unicode: neither the table nor the wire can hold it. */
    private static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
