package org.backupmetadata.lambda.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;

/** A fault as the log shows it. */
public final class Cause {

    private static final Pattern SECURITY_TOKEN = Pattern.compile("(x-amz-security-token:)\\S+",
            Pattern.CASE_INSENSITIVE);

    private Cause() {
    }

    /** The fault with its causes; of a refused signature AWS quotes the signed headers, and the token is one of them. */
    public static String of(Throwable fault) {
        StringWriter text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text));
        return SECURITY_TOKEN.matcher(text.toString()).replaceAll("$1***");
    }
}
