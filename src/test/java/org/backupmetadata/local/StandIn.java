package org.backupmetadata.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.backupmetadata.catalog.DeletionReason;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.lambda.RestApiHandler;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import org.backupmetadata.model.TableArn;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/**
 * Another local run, which stands for the DynamoDB of any number of accounts and Regions: an access key id of 12 digits
 * is the caller's account, and a list is of the Region that the request was signed for.
 */
public final class StandIn implements AutoCloseable {

    private static final SamTemplate TEMPLATE = SamTemplate.read(Path.of("template.yaml"));

    private final LocalDatabase database;
    private final SamTemplate template;
    private final LocalApiGateway api;

    private StandIn(LocalDatabase database, SamTemplate template, LocalApiGateway api) {
        this.database = database;
        this.template = template;
        this.api = api;
    }

    /**
     * Starts it without backups. Clients that are built the default way call its database from then on, until another
     * is made theirs.
     *
     * @param otherKeysAccount the account of access keys that are no account id
     */
    public static StandIn start(String otherKeysAccount) throws IOException {
        LocalDatabase database = LocalDatabase.start();
        SamTemplate template = database.createTables(TEMPLATE);
        database.useForDefaultClients();
        return over(database, template, otherKeysAccount);
    }

    /** Serves a database, which it closes. Clients that are built the default way have to call that one. */
    static StandIn over(LocalDatabase database, SamTemplate template, String otherKeysAccount) throws IOException {
        return new StandIn(database, template,
                new LocalApiGateway(0, PayloadFormat.ofVersion("1.0"), template.stage(),
                        new RestApiHandler(template.function(SamTemplate.API_FUNCTION).environment()),
                        Authentication.believing(otherKeysAccount), System.out));
    }

    /** Where a client finds it. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + api.port());
    }

    /** Creates a backup, fully described. Returns its ARN. */
    public String create(Place place, Instant created, int id) {
        String table = new TableArn(place, "Music").toString();
        String arn = table + String.format(Locale.ROOT, "/backup/%014d-%08x", created.toEpochMilli(), id);
        BackupDescription description = BackupDescription.builder()
                .backupDetails(details -> details.backupArn(arn).backupName("backup-" + id)
                        .backupStatus(BackupStatus.AVAILABLE).backupType(BackupType.USER).backupSizeBytes(1L)
                        .backupCreationDateTime(created))
                .sourceTableDetails(source -> source.tableName("Music").tableArn(table).tableId("a-table")
                        .tableCreationDateTime(created.minus(Duration.ofDays(1)))
                        .keySchema(KeySchemaElement.builder().attributeName("Artist").keyType(KeyType.HASH).build())
                        .provisionedThroughput(capacity -> capacity.readCapacityUnits(1L).writeCapacityUnits(1L)))
                .build();
        database.recorder(template).record(Observation.seen(description, created));
        return arn;
    }

    /** Deletes a backup. */
    public void delete(String arn) {
        database.recorder(template)
                .record(Observation.gone(BackupArn.parse(arn), Instant.now(), DeletionReason.DELETED));
    }

    @Override
    public void close() {
        api.close();
        database.close();
    }
}
