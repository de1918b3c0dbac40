package org.backupmetadata.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.Map;
import org.backupmetadata.api.ApiRequest;
import org.backupmetadata.api.ApiResponse;
import org.backupmetadata.api.Caller;
import org.backupmetadata.api.RequestLog;
import org.crac.Core;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactory;
import software.amazon.awssdk.thirdparty.jackson.core.JsonGenerator;
import software.amazon.awssdk.thirdparty.jackson.core.io.CharTypes;

/**
 * What every entry point does with an event once it knows how to read it: answer it, write the answer, keep the log.
 * Thread-safe: Lambda Managed Instances call one handler many times at once.
 *
 * <p>Public because a handler named with its method ({@code RestApiHandler::handleRequest}) is called by reflection, which
 * has to see the class that declares it.
 */
public abstract sealed class ApiGatewayHandler implements RequestStreamHandler permits RestApiHandler, HttpApiHandler {

    private static final JsonFactory JSON = new JsonFactory();

    private final Service service;
    private final @Nullable Caller localCaller;
    private final int base64From;

    /** Held here because the context that calls it keeps a weak reference only. */
    private final SnapStart snapStart;

    /** {@code base64From}: how many bytes the body of an answer must have to leave in base64, if that is shorter. */
    ApiGatewayHandler(Map<String, String> environment, int base64From) {
        Environment settings = Environment.of(environment);
        this.service = new Service(settings);
        this.localCaller = settings.localCaller();
        this.base64From = base64From;
        this.snapStart = new SnapStart(this, service);
        Core.getGlobalContext().register(snapStart);
    }

    /** Reads the request out of an event; {@code requestId} is for events that bear none. */
    abstract ApiRequest read(InputStream event, String requestId) throws IOException;

    /** An event as the front sends it: a request of that account, with that {@code X-Amz-Target} and that body. */
    abstract String event(String method, String path, String target, String account, String body);

    @Override
    public final void handleRequest(InputStream event, OutputStream output, Context context) throws IOException {
        snapStart.awaitConnection();
        answer(event, output, context.getAwsRequestId(), context.getLogger());
    }

    /** Answers an event, whatever it holds, and returns what it was about. */
    final RequestLog answer(InputStream event, OutputStream output, String requestId, LambdaLogger logger)
            throws IOException {
        long start = System.nanoTime();
        RequestLog log = new RequestLog();
        ApiRequest request = readLeniently(event, requestId);
        ApiResponse response = service.api().handle(request, log);
        write(response, output);
        RequestLine.write(logger, request.requestId(), response.status(), log, System.nanoTime() - start);
        return log;
    }

    /** An event that is not even JSON has nothing that could be asked for: it is answered as a request for nothing. */
    private ApiRequest readLeniently(InputStream event, String requestId) {
        try {
            return read(event, requestId);
        } catch (IOException e) {
            return new ApiRequest(null, null, Map.of(), null, "", Map.of(), body(null, false), requestId, null);
        }
    }

    /** The id under which the front knows the request, or Lambda's own if the front gave none. */
    static String requestId(@Nullable String front, String otherwise) {
        return front == null || front.isEmpty() ? otherwise : front;
    }

    /** What the client called the API: as it said, or else as the front knows it. */
    static String host(Map<String, String> headers, @Nullable String domainName) {
        String host = headers.get("Host");
        return host != null ? host : domainName != null ? domainName : "";
    }

    /** The parameters of the query string. An event may do without. */
    static Map<String, String> query(@Nullable Map<String, String> parameters) {
        return parameters == null ? Map.of() : parameters;
    }

    /** The caller of the account that the front verified, or null if it verified none. */
    final @Nullable Caller caller(@Nullable String account) {
        Caller verified = Caller.ofAccount(account);
        return verified == null ? localCaller : verified;
    }

    /** The body as the client sent it. What claims to be base64 and is not is taken as it stands. */
    static SdkBytes body(@Nullable String body, boolean base64) {
        if (body == null) {
            return SdkBytes.fromByteArrayUnsafe(new byte[0]);
        }
        if (base64) {
            try {
                return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(body));
            } catch (IllegalArgumentException e) {
                return SdkBytes.fromUtf8String(body);
            }
        }
        return SdkBytes.fromUtf8String(body);
    }

    private static boolean isShorterInBase64(byte[] body) {
        int[] escapes = CharTypes.get7BitOutputEscapes();
        long escaped = 0;
        for (byte each : body) {
            int escape = each < 0 ? 0 : escapes[each];
            escaped += escape == 0 ? 1 : escape > 0 ? 2 : 6;
        }
        return escaped > 4L * ((body.length + 2) / 3);
    }

    private void write(ApiResponse response, OutputStream output) throws IOException {
        byte[] body = response.body().asByteArrayUnsafe();
        boolean base64 = body.length >= base64From && isShorterInBase64(body);
        try (JsonGenerator json = JSON.createGenerator(output)) {
            json.writeStartObject();
            json.writeNumberField("statusCode", response.status());
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : response.headers().entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            json.writeFieldName("body");
            if (base64) {
                json.writeBinary(body);
            } else {
                json.writeUTF8String(body, 0, body.length);
            }
            json.writeBooleanField("isBase64Encoded", base64);
            json.writeEndObject();
        }
    }
}
