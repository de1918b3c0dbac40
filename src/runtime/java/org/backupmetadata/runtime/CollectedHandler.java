package org.backupmetadata.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.backupmetadata.lambda.HttpApiHandler;

/**
 * The product's handler with a garbage collection between its constructor and its checkpoint: a CRaC resource that
 * nobody holds would be lost.
 */
public final class CollectedHandler implements RequestStreamHandler {
    private final RequestStreamHandler handler = new HttpApiHandler();

    /** What the runtime client calls. */
    public CollectedHandler() {
        System.gc();
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        handler.handleRequest(event, answer, context);
    }
}
