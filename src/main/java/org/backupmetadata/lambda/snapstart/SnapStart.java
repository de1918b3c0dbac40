package org.backupmetadata.lambda.snapstart;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.backupmetadata.lambda.log.Cause;
import org.backupmetadata.lambda.log.LogLine;
import org.backupmetadata.lambda.settings.Deadlines;
import org.backupmetadata.lambda.settings.TableClient;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What happens around Lambda's snapshot of the started function.
 *
 * <p>Before it, the function works until its code is loaded and compiled, since compiled code is in the snapshot, too.
 * Most of this work meets {@link CannedDynamoDb}, without network. The rest asks the real table for what cannot exist,
 * over several new connections, since the first answer after a restore is mostly a TLS handshake. Then the client is
 * replaced by an unused one, so that the snapshot has no connection, no credentials and no signing key.
 *
 * <p>After it, that client opens its connection in the background. A request that arrives meanwhile waits for it: two
 * handshakes at once would slow each other down.
 *
 * <p>A function that cannot work is not published: the hook throws and the deployment fails. If only the table does not
 * answer, the log says so and the snapshot is taken: the table may be back when the snapshot is used.
 */
public final class SnapStart implements Resource {

    /** Calls of the last rehearsal until C2 has compiled what it runs. */
    private static final int REHEARSALS = 12_000;

    /** Calls of each other rehearsal, before the last one: the compiler should end with the most frequent request. */
    private static final int OTHER_REHEARSALS = 1_200;

    /**
     * New connections, to compile what only a real connection runs: from the twentieth on, a handshake takes half as
     * long.
     */
    private static final int CONNECTIONS = 20;

    /** Reads on each of them, some milliseconds each. */
    private static final int READS = 25;

    /** How many signing keys the SDK caches, secrets included, for all clients together. */
    private static final int REMEMBERED_KEYS = 300;

    /** The property in which the SDK looks for the trace of a request: with it, the SDK runs additional code. */
    private static final String TRACE = "com.amazonaws.xray.traceHeader";

    private final Restartable function;
    private final Duration rehearsing;
    private final Duration reading;
    private volatile @Nullable Thread connecting;

    /** With no time at all, each step is done once. */
    SnapStart(Restartable function, Duration rehearsing, Duration reading) {
        this.function = function;
        this.rehearsing = rehearsing;
        this.reading = reading;
    }

    /**
     * Prepares that function for its snapshot when Lambda takes one.
     *
     * @return to be held as long as the function, because Lambda keeps only a weak reference
     */
    public static SnapStart register(Restartable function) {
        SnapStart snapStart = new SnapStart(function, Deadlines.REHEARSING, Deadlines.READING);
        Core.getGlobalContext().register(snapStart);
        return snapStart;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        System.setProperty(TRACE, "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=1");
        try {
            List<Rehearsal> rehearsals = function.rehearsals();
            rehearse(rehearsals.subList(0, rehearsals.size() - 1), rehearsals.getLast());
            readTheTable(function.reading());
            forgetTheKey(rehearsals.getLast());
            function.use(TableClient.create());
        } catch (Exception | LinkageError e) {
            // The runtime client would let an Error end the process unreported.
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

    /**
     * Waits until the connection that is being opened after a restore is open, or {@link Deadlines#CONNECTION_WAIT} is
     * over.
     */
    public void awaitConnection() {
        Thread thread = connecting;
        if (thread != null) {
            try {
                thread.join(Deadlines.CONNECTION_WAIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            connecting = null;
        }
    }

    private void rehearse(List<Rehearsal> others, Rehearsal last) throws IOException {
        Budget all = new Budget(rehearsing);
        Budget half = new Budget(rehearsing.dividedBy(2));
        function.use(CannedDynamoDb.client());
        for (int i = 0; i < OTHER_REHEARSALS && half.allows(i); i++) {
            for (Rehearsal other : others) {
                other.once();
            }
        }
        for (int i = 0; i < REHEARSALS && all.allows(i); i++) {
            last.once();
        }
    }

    private void readTheTable(Rehearsal request) throws IOException {
        Budget budget = new Budget(reading);
        try {
            for (int i = 0; i < CONNECTIONS && budget.allows(i); i++) {
                function.use(TableClient.create());
                function.connect();
                for (int j = 0; j < READS && budget.allows(j); j++) {
                    request.once();
                }
            }
        } catch (SdkException e) {
            warn("The table does not answer, so the snapshot is taken without a first call to it", e);
        }
    }

    /** Signs with worthless keys until the SDK's cache has dropped the one that the table was read with. */
    private void forgetTheKey(Rehearsal anything) throws IOException {
        function.use(CannedDynamoDb.clientOfManyKeys());
        for (int i = 0; i <= REMEMBERED_KEYS; i++) {
            anything.once();
        }
    }

    private void connect() {
        try {
            function.connect();
        } catch (SdkException e) {
            warn("The table does not answer the first call after a restore", e);
        }
    }

    /** {@code watch.yaml} counts the {@code message} that speaks of a restore. */
    private static void warn(String message, SdkException fault) {
        LambdaRuntime.getLogger().log(LogLine.of(LogLevel.WARN, json -> {
            json.member("message", message);
            json.member("cause", Cause.of(fault));
        }), LogLevel.WARN);
    }

    /** How long a step may be repeated. The first time is always allowed: what fails must fail before the snapshot. */
    private record Budget(long start, long nanoseconds) {

        Budget(Duration time) {
            this(System.nanoTime(), time.toNanos());
        }

        boolean allows(int times) {
            return times == 0 || System.nanoTime() - start < nanoseconds;
        }
    }
}
