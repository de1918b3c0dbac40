package org.backupmetadata.lambda.apigateway;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.backupmetadata.api.ApiRequest;
import org.backupmetadata.api.ApiResponse;
import org.backupmetadata.api.BackupApi;
import org.backupmetadata.api.RequestLog;
import org.backupmetadata.catalog.BackupCatalog;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.catalog.WrongAnswerException;
import org.backupmetadata.lambda.log.UnreadableItemLog;
import org.backupmetadata.lambda.settings.Deadlines;
import org.backupmetadata.lambda.settings.TableClient;
import org.backupmetadata.lambda.snapstart.Rehearsal;
import org.backupmetadata.lambda.snapstart.Restartable;
import org.backupmetadata.model.MalformedJsonException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The API as a function of API Gateway's events: reads an event, lets the API answer it, writes the answer and one line
 * of log. Thread-safe: Lambda Managed Instances call one handler many times at once.
 */
public final class ApiFunction implements Restartable {

    private static final String NOT_FOUND = "BackupNotFoundException";

    private static final LambdaLogger SILENT = new LambdaLogger() {
        @Override
        public void log(String message) {
            // nobody sent the requests of a rehearsal
        }

        @Override
        public void log(byte[] message) {
            // nobody sent the requests of a rehearsal
        }
    };

    /** A client and what uses it, replaced together: the snapshot must hold nothing of a client that was used. */
    private record Wiring(DynamoDbClient client, BackupCatalog catalog, BackupApi api) {}

    private final ApiSettings settings;
    private final GatewayFormat format;
    private volatile Wiring wiring;

    /** The API with those settings, for events of that format. */
    public ApiFunction(ApiSettings settings, GatewayFormat format) {
        this.settings = settings;
        this.format = format;
        this.wiring = wiring(settings, TableClient.create());
    }

    private static Wiring wiring(ApiSettings settings, DynamoDbClient client) {
        BackupCatalog catalog = new BackupCatalog(client, settings.tableName(), Deadlines.LOOKUP,
                InstantSource.system(), new UnreadableItemLog());
        String region = client.serviceClientConfiguration().region().id();
        Optional<CoverageTable> coverage = settings.coverageTableName()
                .map(name -> new CoverageTable(client, name, Deadlines.LOOKUP));
        return new Wiring(client, catalog, new BackupApi(catalog, coverage, settings.readers(), region));
    }

    /** Answers an event, whatever it holds, and logs one line. */
    public void handle(InputStream event, OutputStream output, Context context) throws IOException {
        answer(event, output, context.getAwsRequestId(), context.getLogger());
    }

    private RequestLog answer(InputStream event, OutputStream output, String requestId, LambdaLogger logger)
            throws IOException {
        long start = System.nanoTime();
        RequestLog log = new RequestLog();
        ApiRequest request = requestOrEmpty(event, requestId);
        ApiResponse response = wiring.api().handle(request, log);
        format.write(response, output);
        RequestLine.write(logger, request.requestId(), requestId, response.status(), log, System.nanoTime() - start);
        if (log.fault() instanceof WrongAnswerException) {
            use(TableClient.create()); // the next answer on the same connection would be a wrong one, too
        }
        return log;
    }

    /** An event that is not JSON is answered like an empty request. */
    private ApiRequest requestOrEmpty(InputStream event, String requestId) throws IOException {
        try {
            return format.read(event, requestId).orSignedBy(settings.localCaller());
        } catch (MalformedJsonException e) {
            return ApiRequest.empty(requestId);
        }
    }

    @Override
    public List<Rehearsal> rehearsals() {
        return List.of(rehearsal(PrimingRequest.LIST), rehearsal(PrimingRequest.FULL_LIST),
                rehearsal(PrimingRequest.GET), rehearsal(PrimingRequest.LOOKUP));
    }

    private Rehearsal rehearsal(PrimingRequest request) {
        byte[] event = format.eventOf(request);
        return () -> {
            RequestLog log = rehearse(event);
            require(log.errorType() == null, log);
        };
    }

    @Override
    public void use(DynamoDbClient client) {
        wiring.client().close();
        wiring = wiring(settings, client);
    }

    @Override
    public void connect() {
        wiring.catalog().connect();
    }

    @Override
    public Rehearsal reading() {
        byte[] event = format.eventOf(PrimingRequest.LOOKUP);
        return () -> {
            RequestLog log = rehearse(event);
            if (log.fault() instanceof SdkException fault) {
                throw fault;
            }
            require(NOT_FOUND.equals(log.errorType()), log);
        };
    }

    private RequestLog rehearse(byte[] event) throws IOException {
        return answer(new ByteArrayInputStream(event), OutputStream.nullOutputStream(), "priming", SILENT);
    }

    private static void require(boolean expected, RequestLog log) {
        if (!expected) {
            throw new IllegalStateException("A request that is right was answered with " + log.errorType(),
                    log.fault());
        }
    }
}
