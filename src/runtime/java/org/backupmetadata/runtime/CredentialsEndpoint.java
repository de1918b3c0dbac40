package org.backupmetadata.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The container credentials endpoint, where a function under SnapStart gets its role's credentials from instead of from
 * environment variables, since those in the snapshot would have expired by the time of the restore.
 */
public final class CredentialsEndpoint implements AutoCloseable {
    private static final String TOKEN = "token-of-this-function";

    private final LoopbackServer server = new LoopbackServer(null, () -> this::serve);
    private final AtomicInteger requests = new AtomicInteger();
    private volatile String document = "";

    /** Starts an endpoint that hands out the given credentials. */
    public static CredentialsEndpoint issuing(String accessKey, String secretKey, Instant expiration) {
        CredentialsEndpoint endpoint = new CredentialsEndpoint();
        endpoint.issue(accessKey, secretKey, expiration);
        return endpoint;
    }

    /** Hands out these credentials from now on. */
    public void issue(String accessKey, String secretKey, Instant expiration) {
        document = """
                {"AccessKeyId":"%s","SecretAccessKey":"%s","Token":"session-of-%s","Expiration":"%s"}"""
                .formatted(accessKey, secretKey, accessKey, expiration);
    }

    /** How often credentials have been asked for so far. */
    public int requests() {
        return requests.get();
    }

    /** The value of AWS_CONTAINER_CREDENTIALS_FULL_URI. */
    String uri() {
        return "http://127.0.0.1:" + server.port() + "/2021-04-23/credentials";
    }

    /** The value of AWS_CONTAINER_AUTHORIZATION_TOKEN. */
    String token() {
        return TOKEN;
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpMessage request, LoopbackServer.Connection connection) throws IOException {
        requests.incrementAndGet();
        boolean known = request.header("Authorization").equals(TOKEN);
        byte[] body = (known ? document : "{}").getBytes(StandardCharsets.UTF_8);
        connection.reply(HttpMessage.response(known ? 200 : 401, "application/json", body));
    }
}
