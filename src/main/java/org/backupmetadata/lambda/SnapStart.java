package org.backupmetadata.lambda;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.backupmetadata.api.RequestLog;
import org.crac.Context;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What happens around Lambda's snapshot of the started function.
 *
 * <p>Before it: the handler answers requests until its code is loaded and compiled, since compiled code is in the snapshot
 * too. Most of them meet {@link Rehearsal}, which costs no network; the rest ask the true table for a backup that cannot
 * exist, on one new connection after the other, since the first answer after a restore is mostly a TLS handshake. Then the
 * client goes, with its connections, its credentials and the keys that the SDK remembers, for one that has done nothing yet.
 *
 * <p>After it: that client opens its connection in the background. A request that comes meanwhile waits for it: a second
 * handshake beside the first would take the processor from both.
 *
 * <p>A function that cannot answer is not published: the hook throws and the deployment fails. A table that does not answer
 * is another matter, since it may be back when the snapshot is used: the log says so, and the snapshot is taken.
 */
final class SnapStart implements Resource {

    /** No account has this id, so no backup has this name. */
    private static final String NOBODY = "000000000000";
    private static final String NO_BACKUP = "arn:aws:dynamodb:us-east-1:" + NOBODY
            + ":table/Priming/backup/00000000000000-00000000";

    /** Every member that there is, for a page of several types that is not the last. */
    private static final String LIST = """
            {"TableName":"Priming","BackupType":"ALL","Limit":2,"TimeRangeLowerBound":1489173575.36,\
            "TimeRangeUpperBound":4102444800,"ExclusiveStartBackupArn":\"""" + NO_BACKUP + "\"}";

    /** As many as it takes until the optimising compiler is done with what a request runs. */
    private static final int REHEARSALS = 12_000;

    /** As many of each other kind, before: the compiler is to end with what is asked for most. */
    private static final int OTHER_REHEARSALS = 1_200;

    /** As many connections, for what only the network runs: from the twentieth on a handshake takes half as long. */
    private static final int CONNECTIONS = 20;

    /** As many requests on each of them: each takes two reads of the table, some milliseconds. */
    private static final int READS = 25;

    /** How many of the keys that it signed with last the SDK remembers, secrets included, for all clients together. */
    private static final int REMEMBERED_KEYS = 300;

    /** A connection that has not come by then is none to wait for: with two lookups a request stays under ten seconds. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** Where the SDK looks for the trace of the request that it works for: it reads the table in another way then. */
    private static final String TRACE = "com.amazonaws.xray.traceHeader";

    private static final String NOT_FOUND = "com.amazonaws.dynamodb.v20120810#BackupNotFoundException";

    private static final LambdaLogger SILENT = new LambdaLogger() {
        @Override
        public void log(String message) {
            // requests that nobody sent are no news
        }

        @Override
        public void log(byte[] message) {
            // requests that nobody sent are no news
        }
    };

    private final ApiGatewayHandler handler;
    private final Service service;
    private volatile @Nullable Thread connecting;

    SnapStart(ApiGatewayHandler handler, Service service) {
        this.handler = handler;
        this.service = service;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        System.setProperty(TRACE, "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=1");
        try {
            byte[] lookup = event("POST", "/", "DescribeBackup", "{\"BackupArn\":\"" + NO_BACKUP + "\"}");
            rehearse(lookup);
            readTheTable(lookup);
            forgetTheKey(lookup);
            service.renew();
        } catch (Exception | LinkageError e) {
            // The runtime client would let an Error end the process without a word.
            throw new IllegalStateException("The function cannot answer requests, so no version of it is published."
                    + " Is the package complete? Build it with `sam build` and see the cause: " + e, e);
        } finally {
            System.clearProperty(TRACE);
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        connecting = Thread.ofPlatform().daemon().name("connecting").start(this::connect);
    }

    /** Lets a request wait for the connection that is being opened after a restore. */
    void awaitConnection() {
        Thread thread = connecting;
        if (thread != null) {
            try {
                thread.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            connecting = null;
        }
    }

    private void rehearse(byte[] lookup) throws IOException {
        List<byte[]> others = List.of(event("POST", "/", "ListBackups", "{}"), event("POST", "/", "ListBackups", LIST),
                event("GET", "/backups/" + NO_BACKUP, "", ""));
        service.use(Rehearsal.client());
        for (int i = 0; i < OTHER_REHEARSALS; i++) {
            for (byte[] other : others) {
                requireAnswer(other);
            }
        }
        for (int i = 0; i < REHEARSALS; i++) {
            requireAnswer(lookup);
        }
    }

    private void requireAnswer(byte[] event) throws IOException {
        RequestLog log = request(event);
        require(log.errorType() == null, log);
    }

    private void readTheTable(byte[] lookup) throws IOException {
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                service.renew();
                service.connect();
                for (int j = 0; j < READS; j++) {
                    readNothing(lookup);
                }
            }
        } catch (SdkException e) {
            warn("The table does not answer, so the snapshot is taken without a first call to it", e);
        }
    }

    /** Signs with keys of no worth until the SDK has forgotten the one that the table was read with. */
    private void forgetTheKey(byte[] lookup) throws IOException {
        service.use(Rehearsal.clientOfManyKeys());
        for (int i = 0; i <= REMEMBERED_KEYS; i++) {
            request(lookup);
        }
    }

    private void readNothing(byte[] lookup) throws IOException {
        RequestLog log = request(lookup);
        if (log.fault() instanceof SdkException fault) {
            throw fault;
        }
        require(NOT_FOUND.equals(log.errorType()), log);
    }

    private void connect() {
        try {
            service.connect();
        } catch (SdkException e) {
            warn("The table does not answer the first call after a restore", e);
        }
    }

    private byte[] event(String method, String path, String operation, String body) {
        return handler.event(method, path, "DynamoDB_20120810." + operation, NOBODY, body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private RequestLog request(byte[] event) throws IOException {
        return handler.answer(new ByteArrayInputStream(event), OutputStream.nullOutputStream(), "priming", SILENT);
    }

    private static void require(boolean expected, RequestLog log) {
        if (!expected) {
            throw new IllegalStateException("A request that is right was answered with " + log.errorType(),
                    log.fault());
        }
    }

    private static void warn(String message, SdkException fault) {
        LambdaRuntime.getLogger().log(message + ": " + RequestLine.stackTrace(fault), LogLevel.WARN);
    }
}
