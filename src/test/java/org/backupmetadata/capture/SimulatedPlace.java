package org.backupmetadata.capture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.backupmetadata.model.Place;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;

/**
 * An account in one Region as it is: its backups, and its recovery points, which {@link StandInAwsBackup} lists over
 * HTTP. DynamoDB describes the recovery points that have an ARN of its own, and lists every other one of those.
 */
final class SimulatedPlace {

    private static final int PAGE_SIZE = 100;

    /** What an account may deny. */
    enum Denial {
        /** Its role cannot be assumed. */
        ROLE,
        /** AWS Backup's lists. */
        AWS_BACKUP,
        /** DescribeBackup. */
        DESCRIPTIONS
    }

    private final Place place;
    private final LiveDynamoDb dynamoDb;
    private final StandInAwsBackup vaults;
    private final AwsBackupClient awsBackup;
    private final Map<String, BackupDescription> all = new ConcurrentSkipListMap<>();
    private final Set<String> unlisted = ConcurrentHashMap.newKeySet();
    private final List<Instant> calls = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean isRoleDenied;

    SimulatedPlace(Place place, SimulatedClock clock, StandInAwsBackups backups) {
        this.place = place;
        this.dynamoDb = new LiveDynamoDb(clock, PAGE_SIZE);
        this.vaults = backups.of(place);
        this.awsBackup = backups.client(() -> {
            if (isRoleDenied) {
                throw LiveDynamoDb.error("Sts", "AccessDenied");
            }
            return StandInAwsBackups.credentials(place.account());
        }, place.region());
        dynamoDb.overlook(unlisted::contains);
        vaults.pageSize(PAGE_SIZE);
        vaults.onCall(() -> calls.add(clock.instant()));
    }

    Place place() {
        return place;
    }

    DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    AwsBackupClient awsBackup() {
        return awsBackup;
    }

    /** All backups and recovery points that there are, in order of their ARNs, as the catalogue should have them. */
    Map<String, BackupDescription> all() {
        return all;
    }

    /** Those of AWS Backup's, or all others. */
    Stream<BackupDescription> all(boolean ofAwsBackup) {
        return all.values().stream().filter(each -> isOfAwsBackup(each) == ofAwsBackup);
    }

    static boolean isOfAwsBackup(BackupDescription backup) {
        return backup.backupDetails().backupType() == BackupType.AWS_BACKUP;
    }

    /** Puts a backup or recovery point there, or changes it. */
    void put(BackupDescription backup) {
        String arn = backup.backupDetails().backupArn();
        all.put(arn, backup);
        if (isOfAwsBackup(backup)) {
            putIntoVault(backup, backup.backupDetails().backupStatus() == BackupStatus.CREATING
                    ? "CREATING"
                    : "COMPLETED");
        }
        if (backup.sourceTableDetails().hasKeySchema()) {
            if (isOfAwsBackup(backup) && arn.hashCode() % 2 == 0) {
                unlisted.add(arn);
            }
            dynamoDb.put(backup);
        }
    }

    private void putIntoVault(BackupDescription point, String status) {
        BackupDetails details = point.backupDetails();
        ObjectNode listed = vaults.put(vault(point), details.backupArn(), point.sourceTableDetails().tableArn(), status)
                .put("CreationDate", details.backupCreationDateTime().getEpochSecond())
                .put("BackupSizeInBytes", details.backupSizeBytes());
        listed.putObject("CalculatedLifecycle").put("DeleteAt", details.backupExpiryDateTime().getEpochSecond());
    }

    /** Each table's recovery points have a vault, and all copies have one. */
    private String vault(BackupDescription point) {
        return point.sourceTableDetails().tableArn().contains(":" + place.region() + ":" + place.account() + ":")
                ? "daily/" + point.sourceTableDetails().tableName().hashCode() % 2
                : "copies";
    }

    /** It is available, unless it was deleted meanwhile. */
    void finish(String arn) {
        BackupDescription backup = all.get(arn);
        if (backup != null) {
            put(backup.toBuilder().backupDetails(
                    backup.backupDetails().toBuilder().backupStatus(BackupStatus.AVAILABLE).build()).build());
        }
    }

    /** A recovery point's lifecycle has ended, and AWS Backup cannot delete it. */
    void retain(String arn) {
        BackupDescription point = all.get(arn);
        if (point != null) {
            putIntoVault(point, "EXPIRED");
        }
    }

    /** It is deleted. */
    void remove(String arn) {
        dynamoDb.backups().remove(arn);
        BackupDescription backup = all.remove(arn);
        if (backup != null && isOfAwsBackup(backup)) {
            vaults.vault(vault(backup)).remove(arn);
        }
    }

    /** From now on denies that. */
    void deny(Denial what) {
        switch (what) {
            case ROLE -> {
                isRoleDenied = true;
                dynamoDb.fail(call -> {
                    throw LiveDynamoDb.error("Sts", "AccessDenied");
                });
            }
            case AWS_BACKUP -> vaults.deny(true);
            case DESCRIPTIONS -> dynamoDb.fail(call -> {
                if (call.operation().equals("DescribeBackup")) {
                    throw LiveDynamoDb.error("DynamoDb", "AccessDeniedException");
                }
            });
        }
    }

    /** From now on denies nothing. */
    void letIn() {
        isRoleDenied = false;
        dynamoDb.fail(call -> {});
        vaults.deny(false);
    }

    /** How many calls of a DynamoDB operation were made. */
    long calls(String operation) {
        return dynamoDb.calls().stream().filter(call -> call.operation().equals(operation)).count();
    }

    /** How many calls of AWS Backup were made. */
    long awsBackupCalls() {
        return calls.size();
    }

    /** Whether no second had more calls than a sweep may make. */
    boolean isWithinBudget() {
        return dynamoDb.mostInASecond("ListBackups") <= 1 && dynamoDb.mostInASecond("DescribeBackup") <= 2
                && LiveDynamoDb.mostInASecond(List.copyOf(calls).stream()) <= 1;
    }

    @Override
    public String toString() {
        return place.toString();
    }
}
