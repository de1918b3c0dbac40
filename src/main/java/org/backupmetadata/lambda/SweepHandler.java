package org.backupmetadata.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.backupmetadata.capture.SweepClock;
import org.backupmetadata.capture.Sweeper;
import org.backupmetadata.catalog.KnownBackups;
import org.backupmetadata.lambda.capture.CaptureSettings;
import org.backupmetadata.lambda.capture.LiveClients;
import org.backupmetadata.lambda.capture.SweepLines;
import org.backupmetadata.lambda.log.UnreadableItemLog;
import org.backupmetadata.lambda.settings.TableClient;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The function that sweeps: each call is a tick, whatever its event. The function's own account and Region, which its
 * ARN names, are always swept.
 *
 * <p>The way of a tick: {@link Sweeper} takes the lease and chooses what is due, a visit compares it with what
 * {@code LiveAccount} reads of the account, and
 * {@link org.backupmetadata.catalog.BackupRecorder} writes the difference.
 */
public final class SweepHandler implements RequestStreamHandler {

    /** How long a tick's last call, and recording its answer, may take before Lambda ends the function. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private final CaptureSettings settings;
    private final DynamoDbClient tables = TableClient.create();
    private volatile @Nullable LiveClients clients;

    /** What Lambda calls. */
    public SweepHandler() {
        this(System.getenv());
    }

    /** A handler with the environment variables that {@code template.yaml} sets, for runs without Lambda. */
    public SweepHandler(Map<String, String> environment) {
        this.settings = CaptureSettings.of(environment);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) {
        Place own = place(context.getInvokedFunctionArn());
        Instant deadline = Instant.now().plusMillis(context.getRemainingTimeInMillis()).minus(MARGIN);
        LiveClients live = clients == null
                ? new LiveClients(own, settings.memberRole(), settings.liveEndpoint())
                : clients;
        clients = live;
        Sweeper sweeper = new Sweeper(settings.coverage(tables),
                new KnownBackups(tables, settings.tableName(), InstantSource.system(), new UnreadableItemLog()),
                settings.recorder(tables), live, SweepClock.system(), settings.sweepInterval());
        SweepLines.write(sweeper.tick(List.of(own), deadline), context.getAwsRequestId(), context.getLogger());
    }

    /** Where a function with that ARN is. */
    private static Place place(String functionArn) {
        String[] parts = functionArn.split(":", -1);
        return new Place(AccountId.parse(parts[4]), parts[3]);
    }
}
