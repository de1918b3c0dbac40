package org.backupmetadata.capture;

import static org.backupmetadata.capture.EventFiles.changed;
import static org.backupmetadata.capture.EventFiles.detail;
import static org.backupmetadata.capture.EventFiles.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.backupmetadata.capture.RejectedEventException.Reason;
import org.backupmetadata.catalog.DeletionReason;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.SourceTableFeatureDetails;

/** What events say. */
class EventBridgeReaderTest {

    private static final String ARN = "arn:aws:dynamodb:us-west-2:111122223333:table/Music/backup/01489602797149-73d8d5bc";
    private static final Instant CREATED = Instant.ofEpochMilli(1_489_602_797_149L);
    private static final Place OREGON = place("111122223333", "us-west-2");

    private static Place place(String account, String region) {
        return new Place(AccountId.parse(account), region);
    }

    private static Observation seen(String event) {
        return assertInstanceOf(BackupEvent.Seen.class, EventBridgeReader.read(event)).observation();
    }

    private static BackupDescription description(Observation observation) {
        @Nullable
        BackupDescription description = observation.description();
        return assertInstanceOf(BackupDescription.class, description);
    }

    @Example
    void aCreatedBackupIsKnownAsTheAnswerSaysCreatedWhenItsArnSays() {
        Observation observation = seen(text("create-backup"));
        assertEquals(Instant.parse("2017-03-15T18:33:17Z"), observation.at());
        assertEquals(BackupDescription.builder()
                .backupDetails(details -> details.backupArn(ARN).backupName("MusicBackup").backupSizeBytes(0L)
                        .backupStatus(BackupStatus.CREATING).backupType(BackupType.USER)
                        .backupCreationDateTime(CREATED))
                .build(), description(observation));
    }

    @Example
    void aDeletedBackupIsKnownAsItWasWithWhenAndByWhom() {
        Observation observation = seen(text("delete-backup"));
        BackupDescription description = description(observation);
        assertEquals(Instant.parse("2017-04-15T18:33:17Z"), observation.at());
        assertEquals(DeletionReason.DELETED, observation.deletion());
        assertEquals("arn:aws:sts::111122223333:assumed-role/users/bob", observation.deletedBy());
        assertEquals(BackupDetails.builder().backupArn(ARN).backupName("MusicBackup").backupSizeBytes(1024L)
                .backupStatus(BackupStatus.DELETED).backupType(BackupType.USER).backupCreationDateTime(CREATED)
                .build(), description.backupDetails());
        assertEquals(SourceTableFeatureDetails.builder().build(), description.sourceTableFeatureDetails());
        assertEquals(Instant.parse("2015-05-03T23:34:14Z"), description.sourceTableDetails().tableCreationDateTime());
        assertEquals(BillingMode.PROVISIONED, description.sourceTableDetails().billingMode());
        assertEquals(KeyType.RANGE, description.sourceTableDetails().keySchema().get(1).keyType());
        assertEquals(25, description.sourceTableDetails().provisionedThroughput().readCapacityUnits());
    }

    @Example
    void aDeletionWhoseAnswerCannotBeReadIsOneOfTheBackupThatWasAskedFor() {
        String event = changed("delete-backup",
                each -> detail(each).put("responseElements", "a text").remove("userIdentity"));
        assertEquals(Observation.gone(BackupArn.parse(ARN), Instant.parse("2017-04-15T18:33:17Z"),
                DeletionReason.DELETED), seen(event));
    }

    @Example
    void membersOfAnotherTypeCountAsAbsent() {
        String event = changed("create-backup", each -> {
            ObjectNode details = (ObjectNode) detail(each).at("/responseElements/backupDetails");
            details.put("backupSizeBytes", "1024").put("backupName", 7).put("backupCreationDateTime", "yesterday");
        });
        assertEquals(BackupDescription.builder()
                .backupDetails(details -> details.backupArn(ARN).backupStatus(BackupStatus.CREATING)
                        .backupType(BackupType.USER).backupCreationDateTime(CREATED))
                .build(), description(seen(event)));
    }

    @Example
    void aCreationWhoseAnswerCannotBeReadIsAReasonToLook() {
        assertEquals(new BackupEvent.Changed(Set.of(OREGON)),
                EventBridgeReader.read(changed("create-backup", each -> detail(each).remove("responseElements"))));
    }

    @Example
    void aDeletedTableAndAwsBackupAreReasonsToLook() {
        for (String name : Set.of("delete-table", "recovery-point", "recovery-point-deleting", "backup-job",
                "backup-job-failed", "copy-job-failed")) {
            assertEquals(new BackupEvent.Changed(Set.of(OREGON)), EventBridgeReader.read(text(name)), name);
        }
    }

    @Example
    void aCopyIsAReasonToLookWhereItArrivesIfThatIsTheSameAccount() {
        assertEquals(new BackupEvent.Changed(Set.of(OREGON, place("111122223333", "eu-west-1"))),
                EventBridgeReader.read(text("copy-job")));
        assertEquals(new BackupEvent.Changed(Set.of(OREGON)),
                EventBridgeReader.read(changed("copy-job", each -> detail(each).put("destinationRecoveryPointArn",
                        "arn:aws:backup:eu-west-1:444455556666:recovery-point:0BD72A2D"))));
        assertEquals(new BackupEvent.Changed(Set.of(OREGON)), EventBridgeReader
                .read(changed("copy-job", each -> detail(each).putObject("destinationRecoveryPointArn"))));
    }

    @Example
    void aHeartbeatIsOfTheAccountAndRegionThatItComesFrom() {
        assertEquals(new BackupEvent.Heartbeat(OREGON), EventBridgeReader.read(text("heartbeat")));
    }

    @Example
    void aHeartbeatThatNamesAnotherAccountOrRegionIsOfWhereItComesFrom() {
        assertEquals(new BackupEvent.Heartbeat(OREGON),
                EventBridgeReader.read(changed("heartbeat",
                        each -> each.putObject("detail").put("account", "444455556666").put("region", "eu-west-1")
                                .put("source", "aws.backup").put("detail-type", "Recovery Point State Change"))));
    }

    @Example
    void aRestoredTableChangesNoBackup() {
        assertEquals(new BackupEvent.Restored(OREGON), EventBridgeReader.read(text("restore-table-from-backup")));
    }

    @Example
    void anEventAboutAnotherAccountsOrRegionsBackupIsForeign() {
        for (String name : Set.of("create-backup", "delete-backup")) {
            assertRejected(Reason.FOREIGN, changed(name, each -> each.put("account", "444455556666")));
            assertRejected(Reason.FOREIGN, changed(name, each -> each.put("region", "eu-west-1")));
        }
    }

    @Example
    void whatTheRuleDoesNotLetThroughIsUnknown() {
        assertRejected(Reason.UNKNOWN, changed("create-backup", each -> detail(each).put("errorCode", "AccessDenied")));
        assertRejected(Reason.UNKNOWN, changed("create-backup", each -> detail(each).put("eventName", "UpdateTable")));
        assertRejected(Reason.UNKNOWN,
                changed("create-backup", each -> detail(each).put("eventSource", "sts.amazonaws.com")));
        assertRejected(Reason.UNKNOWN, changed("recovery-point", each -> detail(each).put("resourceType", "EBS")));
        assertRejected(Reason.UNKNOWN,
                changed("recovery-point", each -> each.put("detail-type", "Restore Job State Change")));
        for (String name : EventFiles.NAMES) {
            assertRejected(Reason.UNKNOWN, changed(name, each -> each.put("source", "custom.source")));
            assertRejected(Reason.UNKNOWN, changed(name, each -> each.put("account", "1112233445566")));
            assertRejected(Reason.UNKNOWN, changed(name, each -> each.put("region", "atlantis-1")));
        }
    }

    @Example
    void whatIsNoEventIsUnknown() {
        for (String text : Set.of("", "null", "{}", "[]", "{", "an answer", "{\"detail\":[]}")) {
            assertRejected(Reason.UNKNOWN, text);
        }
    }

    @Property(tries = 200)
    void anEventThatWasCutOffIsUnknown(@ForAll @IntRange(min = 0, max = 10) int which,
            @ForAll @IntRange(min = 0, max = 400) int end) {
        String event = text(EventFiles.NAMES.get(which));
        assertRejected(Reason.UNKNOWN, event.substring(0, Math.min(end, event.length() - 1)));
    }

    @Example
    void anAnswerThatNestsWithoutEndIsRead() {
        String deep = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
        String event = text("create-backup").replace("\"responseElements\":{",
                "\"responseElements\":{\"b\":" + deep + ",");
        assertEquals(ARN, seen(event).arn().text());
    }

    private static void assertRejected(Reason reason, String event) {
        assertEquals(reason,
                assertThrows(RejectedEventException.class, () -> EventBridgeReader.read(event), event).reason(), event);
    }
}
