package org.backupmetadata.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes events that no gateway sends: good ones with members replaced, removed and swapped, with other bodies, paths
 * and callers, with bytes changed; JSON that is no event; and bytes that are no JSON. One seed always makes the same
 * events.
 */
final class HostileEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> METHODS = List.of("GET", "POST", "HEAD", "PUT", "get", "");
    private static final List<String> TARGETS = List.of("DynamoDB_20120810.DescribeBackup",
            "DynamoDB_20120810.ListBackups", "DynamoDB_20120810.DescribeEndpoints", "DynamoDB_20120810.DeleteBackup",
            "DynamoDB_20120810.", "");
    private static final List<String> PREFIXES = List.of("", "/prod", "/$default", "/base", "/backups", "/a/b",
            "/eu-west-1", "//", "/%", "/..");
    private static final List<String> ROUTES = List.of("/", "/{scope+}", "/backups", "/backups/{backupArn+}",
            "/{proxy+}", "$default", "GET /backups/{backupArn+}", "POST /{scope+}", "/{", "");
    private static final List<String> PARAMETERS = List.of("table", "type", "from", "to", "limit", "next", "account",
            "region", "history");
    private static final List<String> TYPES = List.of("ALL", "USER", "SYSTEM", "AWS_BACKUP");
    private static final List<String> ODD_TEXTS = List.of("", " ", "null", "0", "-1", "1e400", "1759312800",
            "2026-01-01", "2026-01-01T00:00:00+0000", "\0", "\ud800", "\r\nSet-Cookie: a=b", "%", "%2F", "%C3%28", "*",
            "include", "\u0663\u0664", "us-east-1", "{}", "[", "\"", "<script>", "../..", "arn:",
            "arn:aws:dynamodb:::");
    private static final List<String> ODD_VALUES = List.of("null", "true", "false", "0", "-1.5e400",
            "1234567890123456789012345678901234567890", "[]", "{}", "[[[[[[]]]]]]", "{\"\":{\"\":[null]}}");

    private final List<JsonNode> good;
    private final List<String> accounts;
    private final List<String> arns;
    private final long seed;

    /**
     * Events made of {@code good} ones.
     *
     * @param accounts the ids that callers may have and that requests may name
     * @param arns the backups that requests may name
     */
    HostileEvents(List<JsonNode> good, List<String> accounts, List<String> arns, long seed) {
        this.good = List.copyOf(good);
        this.accounts = List.copyOf(accounts);
        this.arns = List.copyOf(arns);
        this.seed = seed;
    }

    /** The event of that number, which does not depend on the others. */
    byte[] event(int number) {
        Random random = new Random(seed * 1_000_003 + number);
        int kind = random.nextInt(100);
        if (kind < 3) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            return bytes;
        }
        if (kind < 6) {
            return bytes(anyValue(random, 4));
        }
        JsonNode event = good.get(random.nextInt(good.size())).deepCopy();
        for (int i = random.nextInt(5); i > 0; i--) {
            change((ObjectNode) event, random);
        }
        return kind < 14 ? withOtherBytes(bytes(event), random) : bytes(event);
    }

    private void change(ObjectNode event, Random random) {
        switch (random.nextInt(9)) {
            case 0 -> replaceAny(event, random);
            case 1 -> removeAny(event, random);
            case 2 -> swap(event, random);
            case 3 -> setCaller(event, random);
            case 4 -> setPath(event, random);
            case 5 -> setBody(event, random);
            case 6 -> setHeader(event, random);
            case 7 -> event.set("queryStringParameters", query(random));
            default -> setMethod(event, pick(METHODS, random));
        }
    }

    /** A node with what holds it. */
    private record Place(JsonNode parent, @Nullable String name, int index) {

        JsonNode node() {
            return name == null ? parent.get(index) : parent.get(name);
        }

        void set(JsonNode value) {
            if (name == null) {
                ((ArrayNode) parent).set(index, value);
            } else {
                ((ObjectNode) parent).set(name, value);
            }
        }
    }

    private static List<Place> places(JsonNode root) {
        List<Place> places = new ArrayList<>();
        collect(root, places);
        return places;
    }

    private static void collect(JsonNode parent, List<Place> places) {
        for (Map.Entry<String, JsonNode> member : parent.properties()) {
            places.add(new Place(parent, member.getKey(), 0));
            collect(member.getValue(), places);
        }
        for (int i = 0; parent.isArray() && i < parent.size(); i++) {
            places.add(new Place(parent, null, i));
            collect(parent.get(i), places);
        }
    }

    private static @Nullable Place anyPlace(JsonNode root, Random random) {
        List<Place> places = places(root);
        return places.isEmpty() ? null : places.get(random.nextInt(places.size()));
    }

    private void replaceAny(JsonNode root, Random random) {
        Place place = anyPlace(root, random);
        if (place != null) {
            JsonNode node = place.node();
            place.set(node.isTextual() && random.nextBoolean()
                    ? TextNode.valueOf(changed(node.asText(), random))
                    : anyValue(random, 2));
        }
    }

    private static void removeAny(JsonNode root, Random random) {
        Place place = anyPlace(root, random);
        if (place != null && place.parent() instanceof ObjectNode object) {
            object.remove(place.name());
        }
    }

    /** Puts one member's value into another, and the other way round. */
    private static void swap(JsonNode root, Random random) {
        Place one = anyPlace(root, random);
        Place other = anyPlace(root, random);
        if (one != null && other != null && one.node().isValueNode() && other.node().isValueNode()) {
            JsonNode value = one.node();
            one.set(other.node());
            other.set(value);
        }
    }

    private void setCaller(ObjectNode event, Random random) {
        String account = random.nextInt(4) == 0 ? anyText(random) : pick(accounts, random);
        for (String owner : List.of("/requestContext/identity", "/requestContext/authorizer/iam")) {
            if (event.at(owner) instanceof ObjectNode identity) {
                identity.put("accountId", account);
            }
        }
    }

    private static void setMethod(ObjectNode event, String method) {
        if (event.has("httpMethod")) {
            event.put("httpMethod", method);
        } else if (event.at("/requestContext/http") instanceof ObjectNode http) {
            http.put("method", method);
        }
    }

    private void setPath(ObjectNode event, Random random) {
        String below = switch (random.nextInt(5)) {
            case 0 -> "/backups";
            case 1 -> "/" + pick(accounts, random) + "/us-east-1";
            case 2 -> "/";
            default -> "/backups/" + arn(random);
        };
        String path = pick(PREFIXES, random) + below + (random.nextInt(4) == 0 ? "/" : "");
        event.put(event.has("rawPath") ? "rawPath" : "path", path);
        if (random.nextBoolean()) {
            event.put(event.has("rawPath") ? "routeKey" : "resource", pick(ROUTES, random));
            event.putObject("pathParameters").put("backupArn", arn(random)).put("proxy", below.substring(1))
                    .put("scope", below.substring(1));
        }
        if (below.startsWith("/backups")) {
            setMethod(event, "GET");
        }
    }

    private void setHeader(ObjectNode event, Random random) {
        if (event.path("headers") instanceof ObjectNode headers) {
            switch (random.nextInt(4)) {
                case 0 -> headers.put("X-Amz-Target", pick(TARGETS, random));
                case 1 -> headers.put("x-backup-history", random.nextBoolean() ? "include" : anyText(random));
                case 2 -> headers.put("Content-Type", random.nextBoolean() ? "application/json" : anyText(random));
                default -> headers.put("If-None-Match", random.nextBoolean() ? "*" : anyText(random));
            }
        }
    }

    private JsonNode query(Random random) {
        ObjectNode query = JSON.createObjectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            query.put(pick(PARAMETERS, random), anyText(random));
        }
        return query;
    }

    private void setBody(ObjectNode event, Random random) {
        ObjectNode input = JSON.createObjectNode();
        switch (random.nextInt(3)) {
            case 0 -> input.put("BackupArn", arn(random));
            case 1 -> input.put("BackupType", pick(TYPES, random)).put("Limit", random.nextInt(103))
                    .put("ExclusiveStartBackupArn", arn(random));
            default -> input.put("BackupType", "ALL").put("TableName", random.nextBoolean()
                    ? arn(random).split("/backup/", 2)[0]
                    : "Secrets").put("TimeRangeLowerBound", random.nextInt());
        }
        if (random.nextInt(3) == 0) {
            replaceAny(input, random);
        }
        byte[] body = random.nextInt(4) == 0 ? withOtherBytes(bytes(input), random) : bytes(input);
        boolean base64 = random.nextBoolean();
        event.put("body",
                base64 ? Base64.getEncoder().encodeToString(body) : new String(body, StandardCharsets.ISO_8859_1));
        event.put("isBase64Encoded", base64 ^ (random.nextInt(20) == 0));
    }

    private String arn(Random random) {
        String arn = pick(arns, random);
        return switch (random.nextInt(6)) {
            case 0 -> URLEncoder.encode(arn, StandardCharsets.UTF_8);
            case 1 -> changed(arn, random);
            default -> arn;
        };
    }

    private JsonNode anyValue(Random random, int depth) {
        switch (depth == 0 ? 0 : random.nextInt(4)) {
            case 0 -> {
                try {
                    return JSON.readTree(pick(ODD_VALUES, random));
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException(e);
                }
            }
            case 1 -> {
                ObjectNode object = JSON.createObjectNode();
                for (int i = random.nextInt(6); i > 0; i--) {
                    object.set(anyText(random), anyValue(random, depth - 1));
                }
                return object;
            }
            default -> {
                return TextNode.valueOf(anyText(random));
            }
        }
    }

    private String anyText(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> pick(accounts, random);
            case 1 -> arn(random);
            case 2 -> pick(ODD_TEXTS, random).repeat(1 + random.nextInt(2_000));
            case 3 -> pick(TYPES, random);
            default -> pick(ODD_TEXTS, random);
        };
    }

    private static String changed(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(changed.length() + 1);
            if (at < changed.length() && random.nextBoolean()) {
                changed.deleteCharAt(at);
            } else {
                changed.insert(at, random.nextInt(3) == 0 ? pick(ODD_TEXTS, random) : (char) random.nextInt(0x180));
            }
        }
        return changed.toString();
    }

    private static byte[] withOtherBytes(byte[] text, Random random) {
        byte[] changed = text.clone();
        for (int i = random.nextInt(4); i >= 0 && changed.length > 0; i--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(changed, random.nextInt(changed.length + 1)) : changed;
    }

    private static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String pick(List<String> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }
}
