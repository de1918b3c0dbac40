package org.backupmetadata.lambda.settings;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A function's environment variables, read and checked once, when Lambda builds the handler: a wrong one fails the
 * deployment and not the first request. Everything else (Region, credentials, an endpoint for local runs) is the AWS
 * SDK's own configuration.
 */
public final class Settings {

    private static final Pattern DAYS = Pattern.compile("[0-9]{1,5}");

    private final Map<String, String> variables;

    /** The settings in those environment variables. */
    public Settings(Map<String, String> variables) {
        this.variables = variables;
    }

    /** The text of a variable; empty if it is not set. */
    public String text(String name) {
        return variables.getOrDefault(name, "");
    }

    /**
     * {@code TABLE_NAME}: the table of backups.
     *
     * @throws IllegalArgumentException if it is missing
     */
    public String tableName() {
        return required("TABLE_NAME", "the name of the table of backups");
    }

    /**
     * The text of a variable that must be set.
     *
     * @param meaning what to set it to, for the message
     * @throws IllegalArgumentException if it is missing
     */
    public String required(String name, String meaning) {
        return find(name).orElseThrow(() -> new IllegalArgumentException(
                "The environment variable " + name + " is missing: set it to " + meaning + "."));
    }

    /** The text of a variable; nothing if it is not set, or blank. */
    public Optional<String> find(String name) {
        return Optional.of(text(name)).filter(text -> !text.isBlank());
    }

    /**
     * {@code TOMBSTONE_RETENTION_DAYS}: how long the table remembers a backup that is deleted; nothing, from 0 or an
     * empty variable, is for ever.
     *
     * @throws IllegalArgumentException if it is not a number of days
     */
    public Optional<Duration> tombstoneRetention() {
        long days = parsed("TOMBSTONE_RETENTION_DAYS", Settings::days, "Set it to one, or to 0 for ever.");
        return days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
    }

    private static long days(String text) {
        if (!text.isEmpty() && !DAYS.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a number of days");
        }
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /**
     * The value of a variable.
     *
     * @param parser throws an IllegalArgumentException that says what is wrong
     * @param advice what to do then
     * @throws IllegalArgumentException if it is wrong; it says which variable, why and what to do
     */
    public <T> T parsed(String name, Function<String, T> parser, String advice) {
        try {
            return parser.apply(text(name));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The environment variable " + name + " is wrong: " + e.getMessage() + ". " + advice, e);
        }
    }
}
