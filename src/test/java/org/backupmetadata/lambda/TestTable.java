package org.backupmetadata.lambda;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.local.SamTemplate;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/** The template's table in a local database, which the handlers of this process use in the place of DynamoDB. */
public final class TestTable implements AutoCloseable {

    private static final Instant RECORDED_AT = Instant.parse("2026-01-01T00:00:00Z");

    private final LocalDatabase database;
    private final SamTemplate template;
    private final String name;
    private final BackupRecorder recorder;

    private TestTable(LocalDatabase database, SamTemplate template) {
        this.database = database;
        this.template = template;
        this.name = template.backupTable().tableName();
        this.recorder = database.recorder(template);
    }

    public static TestTable start() throws IOException {
        LocalDatabase database = LocalDatabase.start();
        SamTemplate template = database.createTables(SamTemplate.read(Path.of("template.yaml")));
        database.useForDefaultClients();
        return new TestTable(database, template);
    }

    public void store(BackupDescription description) {
        recorder.record(Observation.seen(description, RECORDED_AT));
    }

    /** Records what was observed of backups. */
    public BackupRecorder recorder() {
        return recorder;
    }

    /** The handler's environment variables, with those accounts as readers. */
    public Map<String, String> environment(String readers) {
        return Map.of("TABLE_NAME", name, "COVERAGE_TABLE_NAME", template.coverageTable().tableName(),
                "READER_ACCOUNTS",
                readers);
    }

    /** The name of the table of backups. */
    public String name() {
        return name;
    }

    /** The template's table of coverage, in the same database. */
    public CoverageTable coverage() {
        return new CoverageTable(database.client(), template.coverageTable().tableName());
    }

    /** The environment variables that the template gives to a function, with this database as the one that is swept. */
    public Map<String, String> environmentOf(String function) {
        Map<String, String> environment = new HashMap<>(template.function(function).environment());
        environment.put("LIVE_ENDPOINT_URL", database.endpoint().toString());
        return environment;
    }

    @Override
    public void close() {
        database.close();
    }
}
