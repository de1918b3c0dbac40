package org.backupmetadata.lambda.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;

/** The text of a fault in the log. */
public final class Cause {

    private static final Pattern SECURITY_TOKEN = Pattern.compile("(x-amz-security-token:)\\S+",
            Pattern.CASE_INSENSITIVE);

    private Cause() {
    }

    /**
     * The stack trace of a fault with its causes, without security tokens: when AWS refuses a signature, it quotes the
     * signed headers, and the token is one of them.
     */
    public static String of(Throwable fault) {
        StringWriter text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text));
        return SECURITY_TOKEN.matcher(text.toString()).replaceAll("$1***");
    }
}
