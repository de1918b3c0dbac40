package org.backupmetadata.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.local.SamTemplate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/**
 * A function's surroundings in a Region: the template's tables in the embedded database, behind a proxy that the
 * function trusts. All tests of a process share the database; each test class has a proxy of its own.
 */
final class TestRegion implements AutoCloseable {
    private static final String RECORD_FUNCTION = "RecordFunction";
    private static final LocalDatabase DATABASE = startDatabase();
    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final SamTemplate TEMPLATE = DATABASE.createTables(SamTemplate.read(Path.of("template.yaml")));

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(DATABASE::close, "end of the database"));
    }

    private final TableProxy proxy = TableProxy.withTls(DATABASE.endpoint(), AUTHORITY);

    /** The proxy in front of the table. */
    TableProxy proxy() {
        return proxy;
    }

    /** The function behind the API that the template describes, with credentials that do not expire. */
    LambdaFunction function() {
        return function(TEMPLATE.function(SamTemplate.API_FUNCTION).handlerClass());
    }

    /** The function that records events, in the same way. */
    LambdaFunction recorder() {
        SamTemplate.Function recorder = TEMPLATE.function(RECORD_FUNCTION);
        return configured(LambdaFunction.of(LambdaPackage.ofThisProject(), recorder.handlerClass()), recorder)
                .timeout(Duration.ofSeconds(60));
    }

    /** The environment variables that the template sets for the function that records events. */
    Map<String, String> recordersEnvironment() {
        return TEMPLATE.function(RECORD_FUNCTION).environment();
    }

    /** A client of the tables that no fault is between. */
    DynamoDbClient client() {
        return DATABASE.client();
    }

    /** The function behind the API with another handler of the package. */
    LambdaFunction function(String handler) {
        return function(LambdaPackage.ofThisProject(), handler);
    }

    /** The same in another package. */
    LambdaFunction function(LambdaPackage code, String handler) {
        return configured(LambdaFunction.of(code, handler), TEMPLATE.function(SamTemplate.API_FUNCTION));
    }

    private LambdaFunction configured(LambdaFunction function, SamTemplate.Function described) {
        described.environment().forEach(function::variable);
        return function.table(proxy, AUTHORITY).credentials("AKIDEXAMPLE", "secret");
    }

    /** Puts a backup into the table. */
    void store(BackupDescription backup) {
        DATABASE.recorder(TEMPLATE).record(Observation.seen(backup, Instant.now()));
    }

    /** Creates the template's table of backups under another name. */
    void createTable(String name) {
        DATABASE.createTable(TEMPLATE.backupTable().toBuilder().tableName(name).build());
    }

    /** Creates the template's table of coverage under another name. */
    void createCoverageTable(String name) {
        DATABASE.createTable(TEMPLATE.coverageTable().toBuilder().tableName(name).build());
    }

    @Override
    public void close() {
        proxy.close();
    }

    private static LocalDatabase startDatabase() {
        try {
            return LocalDatabase.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
