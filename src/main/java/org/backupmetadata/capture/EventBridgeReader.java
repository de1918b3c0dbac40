package org.backupmetadata.capture;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.backupmetadata.capture.RejectedEventException.Reason;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.InvalidBackupArnException;
import org.backupmetadata.model.Json;
import org.backupmetadata.model.MalformedJsonException;
import org.backupmetadata.model.Place;
import org.backupmetadata.model.Regions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;

/**
 * Reads the events that {@code template.yaml}'s rule lets through, as EventBridge delivers them: CloudTrail's records
 * of calls of DynamoDB, AWS Backup's state changes, and the heartbeats of accounts that forward their events.
 *
 * <p>EventBridge itself sets an event's account and Region, so they decide whose backups it may be about. All other
 * members are the sender's.
 */
final class EventBridgeReader {

    private static final Set<String> AWS_BACKUP_TYPES = Set.of("Recovery Point State Change", "Backup Job State Change",
            "Copy Job State Change");

    /** IAM's ARNs: visible ASCII, with a path of up to 512 characters, a name and a session's name in it. */
    private static final Pattern PRINCIPAL = Pattern.compile("arn:[!-~]{1,1000}");

    private @Nullable String source;
    private @Nullable String detailType;
    private @Nullable String account;
    private @Nullable String region;
    private @Nullable String resourceType;
    private @Nullable String destination;
    private @Nullable String eventSource;
    private @Nullable String eventName;
    private @Nullable String eventTime;
    private @Nullable String principal;
    private @Nullable String requestedArn;
    private boolean failed;
    private CloudTrailBackup backup = CloudTrailBackup.NONE;

    private EventBridgeReader() {
    }

    /**
     * Reads an event.
     *
     * @throws RejectedEventException if it is none of those, or about a backup that is not of the account and Region
     * that it comes from
     */
    static BackupEvent read(String json) {
        EventBridgeReader reader = new EventBridgeReader();
        try {
            return Json.read(json, event -> {
                event.members(reader::readMember);
                return reader;
            }).event();
        } catch (MalformedJsonException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new RejectedEventException(Reason.UNKNOWN);
        }
    }

    private void readMember(String name, Json.Reader value) throws IOException {
        switch (name) {
            case "source" -> source = text(value);
            case "detail-type" -> detailType = text(value);
            case "account" -> account = text(value);
            case "region" -> region = text(value);
            case "detail" -> value.members(this::readDetail);
            default -> {
                // of no interest
            }
        }
    }

    private void readDetail(String name, Json.Reader value) throws IOException {
        switch (name) {
            case "resourceType" -> resourceType = text(value);
            case "destinationRecoveryPointArn" -> destination = text(value);
            case "eventSource" -> eventSource = text(value);
            case "eventName" -> eventName = text(value);
            case "eventTime" -> eventTime = text(value);
            case "errorCode" -> failed = true;
            case "userIdentity" -> principal = principal(value);
            case "requestParameters" -> requestedArn = value.findText("backupArn").orElse(null);
            case "responseElements" -> backup = CloudTrailBackup.read(value);
            default -> {
                // of no interest
            }
        }
    }

    private static @Nullable String text(Json.Reader value) throws IOException {
        return value.kind() == Json.Kind.STRING ? value.text() : null;
    }

    /** The ARN of the caller, or null if it is not fit for a header. */
    private static @Nullable String principal(Json.Reader identity) throws IOException {
        return identity.findText("arn").filter(arn -> PRINCIPAL.matcher(arn).matches()).orElse(null);
    }

    private BackupEvent event() {
        Place place = place();
        if ("aws.backup".equals(source) && detailType != null && AWS_BACKUP_TYPES.contains(detailType)
                && "DynamoDB".equals(resourceType)) {
            return new BackupEvent.Changed(changed(place));
        }
        if ("aws.dynamodb".equals(source) && "AWS API Call via CloudTrail".equals(detailType)
                && "dynamodb.amazonaws.com".equals(eventSource) && !failed && eventName != null) {
            return call(place, eventName);
        }
        if ("backup-metadata".equals(source) && "Heartbeat".equals(detailType)) {
            return new BackupEvent.Heartbeat(place);
        }
        throw new RejectedEventException(Reason.UNKNOWN);
    }

    private Place place() {
        Optional<AccountId> id = account == null ? Optional.empty() : AccountId.find(account);
        if (id.isEmpty() || region == null || !Regions.contains(region)) {
            throw new RejectedEventException(Reason.UNKNOWN);
        }
        return new Place(id.get(), region);
    }

    /** The places that a copy changes. One that arrives in another account has an event of its own there. */
    private Set<Place> changed(Place place) {
        Set<Place> places = new LinkedHashSet<>(Set.of(place));
        destination().filter(arrived -> arrived.account().equals(place.account())).ifPresent(places::add);
        return places;
    }

    private Optional<Place> destination() {
        try {
            return destination == null ? Optional.empty() : Optional.of(BackupArn.parse(destination).place());
        } catch (InvalidBackupArnException e) {
            return Optional.empty();
        }
    }

    private BackupEvent call(Place place, String operation) {
        return switch (operation) {
            case "CreateBackup" -> created(place);
            case "DeleteBackup" -> new BackupEvent.Seen(deleted(place));
            // Only a sweep can find the backup that DynamoDB makes of the table.
            case "DeleteTable" -> new BackupEvent.Changed(Set.of(place));
            case "RestoreTableFromBackup" -> new BackupEvent.Restored(place);
            default -> throw new RejectedEventException(Reason.UNKNOWN);
        };
    }

    /**
     * A created backup. CreateBackup's answer does not describe the table; if it cannot be read, a sweep has to look.
     */
    private BackupEvent created(Place place) {
        BackupDetails details = backup.details();
        if (details == null) {
            return new BackupEvent.Changed(Set.of(place));
        }
        requireOwn(place, details.backupArn());
        return new BackupEvent.Seen(
                Observation.seen(BackupDescription.builder().backupDetails(details).build(), time()));
    }

    private Observation deleted(Place place) {
        BackupDescription description = backup.description();
        String arn = description == null ? requestedArn : description.backupDetails().backupArn();
        if (arn == null) {
            throw new RejectedEventException(Reason.UNKNOWN);
        }
        requireOwn(place, arn);
        return Observation.deleted(BackupArn.parse(arn), time(), Optional.ofNullable(description),
                Optional.ofNullable(principal));
    }

    private Instant time() {
        if (eventTime == null) {
            throw new RejectedEventException(Reason.UNKNOWN);
        }
        return Instant.parse(eventTime);
    }

    private static void requireOwn(Place place, String arn) {
        if (!BackupArn.parse(arn).place().equals(place)) {
            throw new RejectedEventException(Reason.FOREIGN);
        }
    }
}
