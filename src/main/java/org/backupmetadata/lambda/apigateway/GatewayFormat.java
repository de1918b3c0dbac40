package org.backupmetadata.lambda.apigateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.backupmetadata.api.ApiRequest;
import org.backupmetadata.api.ApiResponse;

/** A format of API Gateway's events and of the results that it expects. */
public sealed interface GatewayFormat permits RestApiFormat, HttpApiFormat {

    /**
     * Reads the request out of an event.
     *
     * @param requestId the id to use if the event has none
     * @throws org.backupmetadata.model.MalformedJsonException if the event is not JSON
     */
    ApiRequest read(InputStream event, String requestId) throws IOException;

    /** Writes an answer as API Gateway expects it. */
    void write(ApiResponse answer, OutputStream output) throws IOException;

    /** The event that API Gateway would send for that request, to rehearse with. */
    byte[] eventOf(PrimingRequest request);
}
