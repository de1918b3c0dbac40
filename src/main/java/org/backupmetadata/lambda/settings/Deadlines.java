package org.backupmetadata.lambda.settings;

import java.time.Duration;

/**
 * Every time limit of a function. A request reads the table twice at most, so its caller has an answer within ten
 * seconds ({@link #CONNECTION_WAIT} and two {@link #LOOKUP}s): before the function's own time-out (15) and API
 * Gateway's (29) would answer something else.
 */
public final class Deadlines {

    /** Resolving the name of the table's endpoint. */
    public static final Duration RESOLVE = Duration.ofSeconds(1);

    /** Opening a connection. Inside a Region that takes milliseconds. */
    public static final Duration CONNECT = Duration.ofSeconds(1);

    /**
     * One attempt of a lookup. GetItem takes milliseconds, but the first one of a process that was not restored from a
     * snapshot loads its classes on the fraction of a processor that a small function has, and needs this long.
     */
    public static final Duration ATTEMPT = Duration.ofSeconds(3);

    /** One lookup, with up to three attempts. */
    public static final Duration LOOKUP = Duration.ofMillis(4500);

    /** How long the first request after a restore waits for the connection that is being opened for it. */
    public static final Duration CONNECTION_WAIT = Duration.ofMillis(500);

    /**
     * How long the code is rehearsed before the snapshot. Lambda gives a function 130 seconds to initialise.
     *
     * <p>The rehearsals take some 20 seconds of processor time, and a function has memory / 1,769 MB of a processor: at
     * 1,769 MB they take 20 seconds, at 1,024 MB 35, at 512 MB 69, and at 256 MB they would take 138. With less than
     * 590 MB the limit ends them early: the optimising compiler has seen less of the code, and the first requests after
     * a restore are slower.
     */
    public static final Duration REHEARSING = Duration.ofSeconds(60);

    /**
     * How long, after that, the table is read before the snapshot; what comes then takes a second of processor time.
     */
    public static final Duration READING = Duration.ofSeconds(20);

    private Deadlines() {
    }
}
