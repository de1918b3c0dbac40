package org.backupmetadata.benchmark;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A function that does nothing, to measure the runtime's own time. */
public final class NoOpFunction implements RequestStreamHandler {
    private static final byte[] ANSWER = {'{', '}'};

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        answer.write(ANSWER);
    }
}
