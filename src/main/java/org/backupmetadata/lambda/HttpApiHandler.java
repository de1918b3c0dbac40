package org.backupmetadata.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.backupmetadata.lambda.apigateway.ApiFunction;
import org.backupmetadata.lambda.apigateway.ApiSettings;
import org.backupmetadata.lambda.apigateway.HttpApiFormat;
import org.backupmetadata.lambda.snapstart.SnapStart;

/**
 * The function behind an HTTP API or a Function URL: events of payload version 2.0.
 *
 * <p>The way of a request: {@link ApiFunction} reads the event, {@link org.backupmetadata.api.BackupApi} lets an
 * operation answer it, and that asks {@link org.backupmetadata.catalog.BackupCatalog}, whose {@code ItemTable} calls
 * DynamoDB.
 */
public final class HttpApiHandler implements RequestStreamHandler {

    private final ApiFunction function;
    private final SnapStart snapStart;

    /** What Lambda calls. */
    public HttpApiHandler() {
        this(System.getenv());
    }

    /** A handler with the environment variables that {@code template.yaml} sets, for runs without Lambda. */
    public HttpApiHandler(Map<String, String> environment) {
        function = new ApiFunction(ApiSettings.of(environment), new HttpApiFormat());
        snapStart = SnapStart.register(function);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        snapStart.awaitConnection();
        function.handle(event, answer, context);
    }
}
