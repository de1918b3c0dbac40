package org.backupmetadata.lambda.capture;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.lambda.settings.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The settings of the functions that fill the catalogue.
 *
 * @param tableName {@code TABLE_NAME}: the table of backups
 * @param coverageTableName {@code COVERAGE_TABLE_NAME}: the table of coverage
 * @param tombstoneRetention {@code TOMBSTONE_RETENTION_DAYS}: how long a tombstone stays, or nothing for ever
 * @param sweepInterval {@code SWEEP_INTERVAL_MINUTES}: how old the proof may be for a place that has backups; 60
 * without it
 * @param liveEndpoint {@code LIVE_ENDPOINT_URL}: the DynamoDB that is swept, in every Region, for runs without AWS;
 * nothing, from an empty variable, is AWS's own
 * @param memberRole {@code MEMBER_ROLE_NAME}: the role that reads the organisation's other accounts, or nothing if only
 * the own account is read
 */
public record CaptureSettings(String tableName, String coverageTableName, Optional<Duration> tombstoneRetention,
        Duration sweepInterval, Optional<URI> liveEndpoint, Optional<String> memberRole) {

    private static final Pattern MINUTES = Pattern.compile("[1-9][0-9]{0,4}");
    private static final Duration HOURLY = Duration.ofHours(1);

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if one is missing or wrong; it says which and what to do
     */
    public static CaptureSettings of(Map<String, String> variables) {
        Settings settings = new Settings(variables);
        return new CaptureSettings(settings.tableName(),
                settings.required("COVERAGE_TABLE_NAME", "the name of the table of coverage"),
                settings.tombstoneRetention(),
                settings.parsed("SWEEP_INTERVAL_MINUTES", CaptureSettings::minutes, "Set it to one, such as 60."),
                settings.parsed("LIVE_ENDPOINT_URL", CaptureSettings::url, "Set it to one, or leave it empty."),
                settings.find("MEMBER_ROLE_NAME"));
    }

    private static Optional<URI> url(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        URI url = URI.create(text);
        if (url.getHost() == null) {
            throw new IllegalArgumentException("'" + text + "' is not a URL");
        }
        return Optional.of(url);
    }

    private static Duration minutes(String text) {
        if (!text.isEmpty() && !MINUTES.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a number of minutes");
        }
        return text.isEmpty() ? HOURLY : Duration.ofMinutes(Long.parseLong(text));
    }

    /** The recorder that writes the table of backups. */
    public BackupRecorder recorder(DynamoDbClient client) {
        return new BackupRecorder(client, tableName, tombstoneRetention, InstantSource.system());
    }

    /** The table of coverage. */
    public CoverageTable coverage(DynamoDbClient client) {
        return new CoverageTable(client, coverageTableName);
    }
}
