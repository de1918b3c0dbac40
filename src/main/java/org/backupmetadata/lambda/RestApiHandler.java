package org.backupmetadata.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.backupmetadata.lambda.apigateway.ApiFunction;
import org.backupmetadata.lambda.apigateway.ApiSettings;
import org.backupmetadata.lambda.apigateway.RestApiFormat;
import org.backupmetadata.lambda.snapstart.SnapStart;

/**
 * The function behind a REST API: events of payload version 1.0.
 *
 * <p>The way of a request: {@link ApiFunction} reads the event, {@link org.backupmetadata.api.BackupApi} lets an
 * operation answer it, and that asks {@link org.backupmetadata.catalog.BackupCatalog}, whose {@code ItemTable} calls
 * DynamoDB.
 */
public final class RestApiHandler implements RequestStreamHandler {

    private final ApiFunction function;
    private final SnapStart snapStart;

    /** What Lambda calls. */
    public RestApiHandler() {
        this(System.getenv());
    }

    /** A handler with the environment variables that {@code template.yaml} sets, for runs without Lambda. */
    public RestApiHandler(Map<String, String> environment) {
        function = new ApiFunction(ApiSettings.of(environment), new RestApiFormat());
        snapStart = SnapStart.register(function);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        snapStart.awaitConnection();
        function.handle(event, answer, context);
    }
}
