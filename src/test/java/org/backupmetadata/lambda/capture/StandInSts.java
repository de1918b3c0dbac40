package org.backupmetadata.lambda.capture;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stands in for STS: answers AssumeRole with keys that begin with the role's account and that nobody got before. Denies
 * as told.
 */
final class StandInSts implements AutoCloseable {

    private static final String DENIED = """
            <ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>
            <Message>User is not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>
            """;

    private final HttpServer server;
    private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
    private final Set<String> denied = new ConcurrentSkipListSet<>();
    private volatile Duration lifetime = Duration.ofHours(1);

    private StandInSts(HttpServer server) {
        this.server = server;
    }

    /** Starts it as the STS of every client of this process that is built the default way. */
    static StandInSts start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        StandInSts sts = new StandInSts(server);
        server.createContext("/", sts::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        System.setProperty("aws.endpointUrlSts",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()).toString());
        return sts;
    }

    /** The parameters of every call, and its {@code Authorization}. */
    List<Map<String, String>> requests() {
        return requests;
    }

    /** Denies the roles of that account from now on. */
    void deny(String account) {
        denied.add(account);
    }

    /** From now on sessions end after that long. */
    void lifetime(Duration duration) {
        lifetime = duration;
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> request = Stream
                .of(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("&", -1))
                .map(each -> each.split("=", 2)).collect(Collectors.toMap(each -> each[0],
                        each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
        request.put("Authorization", exchange.getRequestHeaders().getFirst("Authorization"));
        requests.add(request);
        String account = request.getOrDefault("RoleArn", "").split(":", -1)[4];
        byte[] answer = (denied.contains(account) ? DENIED : session(account, requests.size()))
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/xml");
        exchange.sendResponseHeaders(denied.contains(account) ? 403 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private String session(String account, int number) {
        return String.format(Locale.ROOT,
                """
                        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
                          <Credentials><AccessKeyId>%s-%d</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
                            <SessionToken>token</SessionToken><Expiration>%s</Expiration></Credentials>
                          <AssumedRoleUser><Arn>arn:aws:sts::%s:assumed-role/role/session</Arn>
                            <AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser>
                        </AssumeRoleResult></AssumeRoleResponse>
                        """,
                account, number, Instant.now().plus(lifetime), account);
    }

    @Override
    public void close() {
        server.stop(0);
        System.clearProperty("aws.endpointUrlSts");
    }
}
