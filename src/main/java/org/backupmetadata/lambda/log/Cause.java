package org.backupmetadata.lambda.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;

/** The text of a fault in the log. */
public final class Cause {

    /**
     * How many characters are kept of the beginning, which says what failed, and of the end, which says why: about a
     * hundred lines in all.
     */
    private static final int MAX_HALF = 5_000;

    /**
     * A session token with its name, in a request that AWS quotes when it refuses a signature: a header, a parameter of
     * a query string, or a member of a JSON document.
     */
    private static final Pattern NAMED_TOKEN = Pattern.compile(
            "((?:security|session)[-_ ]?token[\"']?\\s*[:=]\\s*[\"']?)[^\\s\"'&,;)}\\]]+", Pattern.CASE_INSENSITIVE);

    /** Base64 that is too long for a word, number or class name: tokens have some hundred characters. */
    private static final Pattern LONG_TOKEN = Pattern.compile("(?:[A-Za-z0-9+/=_-]|%[0-9A-Fa-f]{2}){100,}+");

    private Cause() {
    }

    /** The stack trace of a fault with its causes, cut to a sensible length and without session tokens. */
    public static String of(Throwable fault) {
        StringWriter text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text));
        return cut(LONG_TOKEN.matcher(NAMED_TOKEN.matcher(text.toString()).replaceAll("$1***")).replaceAll("***"));
    }

    private static String cut(String text) {
        int end = text.length() - MAX_HALF;
        return end <= MAX_HALF
                ? text
                : text.substring(0, MAX_HALF) + "\n... " + (end - MAX_HALF) + " characters ...\n" + text.substring(end);
    }
}
