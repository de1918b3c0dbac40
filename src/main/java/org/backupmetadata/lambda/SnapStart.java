package org.backupmetadata.lambda;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.backupmetadata.api.RequestLog;
import org.crac.Context;
import org.crac.Resource;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What happens around Lambda's snapshot of the started function.
 *
 * <p>Before it: the handler answers requests until its code is loaded and compiled, since compiled code is in the snapshot
 * too. Most of them meet {@link Rehearsal}, which costs no network; the rest ask the true table for a backup that cannot
 * exist. Then the client goes, with its connections and credentials, for one that has done nothing yet.
 *
 * <p>After it: that client makes its first call in the background, so that the first request finds an open connection, or at
 * least one on its way.
 *
 * <p>A function that cannot answer is not published: the hook throws and the deployment fails. A table that does not answer
 * is another matter, since it may be back when the snapshot is used: the log says so, and the snapshot is taken.
 */
final class SnapStart implements Resource {

    /** The operation that priming asks for. */
    static final String TARGET = "DynamoDB_20120810.DescribeBackup";

    /** No account has this id, so no backup has this name. */
    private static final String NOBODY = "000000000000";
    private static final String NO_BACKUP = "arn:aws:dynamodb:us-east-1:" + NOBODY
            + ":table/Priming/backup/00000000000000-00000000";

    /** As many as it takes until the optimising compiler is done with what a request runs. */
    private static final int REHEARSALS = 12_000;

    /** As many, for what only the network runs: each takes two reads of the table, some milliseconds. */
    private static final int READS = 500;

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
    private final byte[] event;

    SnapStart(ApiGatewayHandler handler, Service service) {
        this.handler = handler;
        this.service = service;
        this.event = handler.describeBackupEvent(NOBODY, "{\"BackupArn\":\"" + NO_BACKUP + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        try {
            service.use(Rehearsal.client());
            for (int i = 0; i < REHEARSALS; i++) {
                RequestLog log = request();
                require(log.errorType() == null, log);
            }
            service.renew();
            readTheTable();
            service.renew();
        } catch (Exception | LinkageError e) {
            // The runtime client would let an Error end the process without a word.
            throw new IllegalStateException("The function cannot answer requests, so no version of it is published."
                    + " Is the package complete? Build it with `sam build` and see the cause: " + e, e);
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        Thread.ofPlatform().daemon().name("first-connection").start(() -> {
            try {
                warnOfFault(request(), "The table does not answer the first call after a restore");
            } catch (IOException e) {
                throw new IllegalStateException("neither input nor output is a real one", e);
            }
        });
    }

    private void readTheTable() throws IOException {
        for (int i = 0; i < READS; i++) {
            RequestLog log = request();
            if (log.fault() instanceof SdkException) {
                warnOfFault(log, "The table does not answer, so the snapshot is taken without a first call to it");
                return;
            }
            require(NOT_FOUND.equals(log.errorType()), log);
        }
    }

    private RequestLog request() throws IOException {
        return handler.answer(new ByteArrayInputStream(event), OutputStream.nullOutputStream(), "priming", SILENT);
    }

    private static void require(boolean expected, RequestLog log) {
        if (!expected) {
            throw new IllegalStateException("A request that is right was answered with " + log.errorType(),
                    log.fault());
        }
    }

    private static void warnOfFault(RequestLog log, String message) {
        Throwable fault = log.fault();
        if (fault != null) {
            LambdaRuntime.getLogger().log(message + ": " + RequestLine.stackTrace(fault), LogLevel.WARN);
        }
    }
}
