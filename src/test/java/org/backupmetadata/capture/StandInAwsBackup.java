package org.backupmetadata.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for AWS Backup in one Region: three lists of its REST-JSON model over real HTTP, with small pages, as AWS's
 * model names paths, parameters and members. It checks signatures by a calculation of its own. {@code .ci/aws-backup}
 * holds it against botocore's client.
 */
final class StandInAwsBackup implements AutoCloseable {

    static final String SECRET = "secret";

    /** What page tokens begin with. */
    private static final String TOKEN = "a+b/c== ";

    /** How many bytes an answer that drips has before the rest comes at once, and how many milliseconds lie between two. */
    private static final int DRIPS = 250;
    private static final int DRIP = 20;

    private static final SortedMap<String, ObjectNode> NONE = Collections.emptySortedMap();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SIGNATURE = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=[^/]+/(\\d{8})/([^/]+)/([^/]+)/aws4_request, SignedHeaders=([^,]+), Signature=(.+)");
    private static final Pattern VAULT = Pattern.compile("/backup-vaults/([^/]+)/recovery-points/");
    private static final Pattern RESOURCE = Pattern.compile("/resources/([^/]+)/recovery-points/");

    private final HttpServer server;
    private final String region;
    private final SortedMap<String, SortedMap<String, ObjectNode>> vaults = new ConcurrentSkipListMap<>();
    private final Set<String> hidden = new ConcurrentSkipListSet<>();
    private volatile int pageSize = 2;
    private volatile boolean denies;
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private final Set<String> hiddenOnce = new ConcurrentSkipListSet<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean drips;
    private volatile @Nullable String token;
    private final AtomicInteger lists = new AtomicInteger();
    private volatile boolean answersEmpty;
    private volatile Runnable observer = () -> {};

    /** One whose requests {@link #answer} gets from somebody else. */
    StandInAwsBackup(HttpServer server, String region) {
        this.server = server;
        this.region = region;
    }

    static StandInAwsBackup start(String region) throws IOException {
        return start(region, 0);
    }

    /** Starts it on that port; 0 is one that nobody uses. */
    static StandInAwsBackup start(String region, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        StandInAwsBackup backup = new StandInAwsBackup(server, region);
        server.createContext("/", backup::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return backup;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Puts a recovery point into a vault, and returns it for more members. */
    ObjectNode put(String vault, String arn, String table, String status) {
        ObjectNode point = JSON.createObjectNode().put("RecoveryPointArn", arn).put("ResourceArn", table)
                .put("ResourceType", "DynamoDB").put("Status", status).put("BackupVaultName", vault);
        vault(vault).put(arn, point);
        return point;
    }

    /** The recovery points of a vault, by ARN. */
    SortedMap<String, ObjectNode> vault(String name) {
        return vaults.computeIfAbsent(name, each -> new ConcurrentSkipListMap<>());
    }

    /** Leaves that one out of its vault's list from now on. */
    void hide(String arn) {
        hidden.add(arn);
    }

    /** How many elements a page of a list has from now on; two before. */
    void pageSize(int elements) {
        pageSize = elements;
    }

    /** Leaves that one out of the next list of its vault that should have it. */
    void hideOnce(String arn) {
        hiddenOnce.add(arn);
    }

    /** Knows nothing of that table from now on. */
    void forget(String table) {
        refused.put(table, "ResourceNotFoundException");
    }

    /** From now on the list of that vault, or of that table, is refused with that error. */
    void refuse(String vaultOrTable, String error) {
        refused.put(vaultOrTable, error);
    }

    /** From now on nothing is refused by name. */
    void refuseNothing() {
        refused.clear();
    }

    /** From now on a byte of an answer comes now and then, and after five seconds the rest, which is an empty list of vaults. */
    void drip() {
        drips = true;
    }

    /** The session token of the last signed request, or null if it had none. */
    @Nullable
    String token() {
        return token;
    }

    /** How many lists of vaults' recovery points were answered so far. */
    int lists() {
        return lists.get();
    }

    /** From now on does that at each call. */
    void onCall(Runnable what) {
        observer = what;
    }

    void deny(boolean now) {
        denies = now;
    }

    /** From now on answers are objects without members, or what they should be. */
    void answerEmpty(boolean now) {
        answersEmpty = now;
    }

    void answer(HttpExchange exchange) throws IOException {
        observer.run();
        String path = exchange.getRequestURI().getRawPath();
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        if (!isSigned(exchange, path, query)) {
            send(exchange, 403, "InvalidSignatureException", JSON.createObjectNode());
        } else if (drips) {
            answerSlowly(exchange);
        } else if (denies) {
            send(exchange, 403, "AccessDeniedException", JSON.createObjectNode().put("Message", "not authorized"));
        } else if (answersEmpty) {
            send(exchange, 200, "", JSON.createObjectNode());
        } else {
            list(exchange, path, query);
        }
    }

    private void answerSlowly(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write('{');
            for (int i = 0; i < DRIPS && !closed.await(DRIP, TimeUnit.MILLISECONDS); i++) {
                body.write(' ');
                body.flush();
            }
            body.write("\"BackupVaultList\":[]}".getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void list(HttpExchange exchange, String path, Map<String, String> query) throws IOException {
        Matcher vault = VAULT.matcher(path);
        Matcher resource = RESOURCE.matcher(path);
        String error = Stream.of(vault, resource).filter(Matcher::matches)
                .map(asked -> refused.getOrDefault(decoded(asked.group(1)), "")).collect(Collectors.joining());
        if (!error.isEmpty()) {
            send(exchange, 400, error, JSON.createObjectNode());
            return;
        }
        if (path.equals("/backup-vaults/")) {
            send(exchange, 200, "", page("BackupVaultList", query, vaults.keySet().stream()
                    .map(name -> JSON.createObjectNode().put("BackupVaultName", name)).toList()));
        } else if (vault.matches()) {
            lists.incrementAndGet();
            String name = decoded(vault.group(1));
            String type = query.get("resourceType");
            sendPoints(exchange, !vaults.containsKey(name), query, vaults.getOrDefault(name, NONE).entrySet().stream()
                    .filter(point -> !hidden.contains(point.getKey()) && !hiddenOnce.remove(point.getKey()))
                    .map(Map.Entry::getValue)
                    .filter(point -> type == null || point.path("ResourceType").asText().equals(type))
                    .filter(point -> isIn(query, point)).toList());
        } else if (resource.matches()) {
            String table = decoded(resource.group(1));
            List<ObjectNode> points = vaults.values().stream().flatMap(each -> each.values().stream())
                    .filter(point -> point.path("ResourceArn").asText().equals(table))
                    .map(StandInAwsBackup::ofResource).toList();
            sendPoints(exchange, points.isEmpty(), query, points);
        } else {
            send(exchange, 404, "UnknownOperationException", JSON.createObjectNode());
        }
    }

    private static boolean isIn(Map<String, String> query, ObjectNode point) {
        double created = point.path("CreationDate").asDouble();
        String after = query.get("createdAfter");
        String before = query.get("createdBefore");
        return (after == null || created >= Instant.parse(after).getEpochSecond())
                && (before == null || created < Instant.parse(before).getEpochSecond());
    }

    private void sendPoints(HttpExchange exchange, boolean isUnknown, Map<String, String> query,
            List<ObjectNode> points) throws IOException {
        if (isUnknown) {
            send(exchange, 400, "ResourceNotFoundException", JSON.createObjectNode());
        } else {
            send(exchange, 200, "", page("RecoveryPoints", query, points));
        }
    }

    /** The same recovery point as the list of its resource has it, which names the size otherwise. */
    private static ObjectNode ofResource(ObjectNode point) {
        ObjectNode other = point.deepCopy();
        JsonNode size = other.remove("BackupSizeInBytes");
        if (size != null) {
            other.set("BackupSizeBytes", size);
        }
        return other.without(List.of("ResourceArn", "ResourceType", "CalculatedLifecycle"));
    }

    private ObjectNode page(String name, Map<String, String> query, List<ObjectNode> all) {
        int from = Integer.parseInt(query.getOrDefault("nextToken", TOKEN + "0").substring(TOKEN.length()));
        int to = Math.min(all.size(), from + pageSize);
        ObjectNode page = JSON.createObjectNode();
        ArrayNode list = page.putArray(name);
        all.subList(from, to).forEach(list::add);
        return to < all.size() ? page.put("NextToken", TOKEN + to) : page;
    }

    private static void send(HttpExchange exchange, int status, String error, ObjectNode answer) throws IOException {
        byte[] body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        if (!error.isEmpty()) {
            exchange.getResponseHeaders().add("x-amzn-ErrorType", error + ":");
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Map<String, String> query(@Nullable String raw) {
        return Stream.ofNullable(raw).flatMap(each -> Stream.of(each.split("&", -1))).map(each -> each.split("=", 2))
                .collect(Collectors.toMap(each -> decoded(each[0]), each -> decoded(each[1]), (a, b) -> b,
                        TreeMap::new));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E",
                "~");
    }

    /** Whether the request is signed for this Region and service with {@link #SECRET}, as AWS documents version 4. */
    private boolean isSigned(HttpExchange exchange, String path, Map<String, String> query) {
        Headers headers = exchange.getRequestHeaders();
        Matcher signature = SIGNATURE.matcher(String.valueOf(headers.getFirst("Authorization")));
        if (!signature.matches() || !signature.group(2).equals(region) || !signature.group(3).equals("backup")) {
            return false;
        }
        token = signature.group(4).contains("x-amz-security-token") ? headers.getFirst("X-Amz-Security-Token") : null;
        List<String> signed = new ArrayList<>();
        for (String name : signature.group(4).split(";", -1)) {
            signed.add(name + ":" + String.valueOf(headers.getFirst(name)).strip() + "\n");
        }
        String canonical = exchange.getRequestMethod() + "\n" + encoded(path).replace("%2F", "/") + "\n"
                + query.entrySet().stream().map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"))
                + "\n" + String.join("", signed) + "\n" + signature.group(4) + "\n" + hash("");
        String scope = signature.group(1) + "/" + region + "/backup/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + headers.getFirst("X-Amz-Date") + "\n" + scope + "\n" + hash(canonical);
        byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign)).equals(signature.group(5));
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
