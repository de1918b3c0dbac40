package org.backupmetadata.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndexInfo;
import software.amazon.awssdk.services.dynamodb.model.SourceTableFeatureDetails;

class AwsItemTest {

    @Property(tries = 500)
    void keepsAnyDescriptionUnchanged(@ForAll("descriptions") BackupDescription description) {
        assertEquals(description, AwsItem.read(AwsItem.write(description), BackupDescription.builder()).build());
    }

    @Provide
    Arbitrary<BackupDescription> descriptions() {
        return BackupDescriptions.any();
    }

    @Test
    void keepsAwsMemberNamesSoThatTheTableCanBeRead() {
        AttributeValue attribute = AwsItem.write(BackupDescription.builder()
                .backupDetails(details -> details.backupName("nightly").backupSizeBytes(42L)
                        .backupCreationDateTime(Instant.parse("2018-01-17T00:39:02.009Z")))
                .build());
        assertEquals(Map.of("BackupDetails",
                AttributeValue.fromM(Map.of("BackupName", AttributeValue.fromS("nightly"), "BackupSizeBytes",
                        AttributeValue.fromN("42"), "BackupCreationDateTime", AttributeValue.fromN("1516149542.009")))),
                attribute.m());
    }

    @Test
    void keepsAbsentAndEmptyApart() {
        AttributeValue absent = AwsItem.write(BackupDescription.builder().build());
        AttributeValue empty = AwsItem.write(BackupDescription.builder()
                .sourceTableFeatureDetails(SourceTableFeatureDetails.builder()
                        .localSecondaryIndexes(List.<LocalSecondaryIndexInfo>of()).build())
                .build());
        assertEquals(Map.of(), absent.m());
        assertEquals(
                Map.of("SourceTableFeatureDetails",
                        AttributeValue.fromM(Map.of("LocalSecondaryIndexes", AttributeValue.fromL(List.of())))),
                empty.m());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999999999Z", "2001-09-09T01:46:40Z",
            "2038-01-19T03:14:08.000000001Z", "+1000000000-12-31T23:59:59.999999999Z", "-1000000000-01-01T00:00:00Z"})
    void keepsATimestampToTheNanosecond(String time) {
        BackupDescription description = BackupDescription.builder()
                .backupDetails(details -> details.backupCreationDateTime(Instant.parse(time))).build();
        assertEquals(description, AwsItem.read(AwsItem.write(description), BackupDescription.builder()).build());
    }
}
