package org.backupmetadata.capture;

import static org.backupmetadata.capture.EventFiles.changed;
import static org.backupmetadata.capture.EventFiles.detail;
import static org.backupmetadata.capture.EventFiles.text;
import static org.backupmetadata.capture.EventFiles.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.backupmetadata.capture.RejectedEventException.Reason;
import org.backupmetadata.local.TemplateYaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;

/**
 * Which events the templates' rules let through, by EventBridge's own matcher, and that the reader understands those.
 */
class EventPatternsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CALL = "AWS API Call via CloudTrail";
    private static final String NO_TEXT = "";

    /** The pattern of every rule of the templates, by the rule's logical id. */
    private static final Map<String, JsonNode> PATTERNS = new TreeMap<>();

    private static final Machine RULES = Machine.builder().build();

    static {
        try {
            for (String template : List.of("template.yaml", "src/stacks/member.yaml")) {
                JsonNode document = JSON.valueToTree(TemplateYaml.load(Path.of(template)));
                for (Map.Entry<String, JsonNode> resource : document.path("Resources").properties()) {
                    if (resource.getValue().path("Type").asText().equals("AWS::Events::Rule")) {
                        PATTERNS.put(resource.getKey(), resource.getValue().at("/Properties/EventPattern"));
                    }
                }
            }
            for (Map.Entry<String, JsonNode> rule : PATTERNS.entrySet()) {
                RULES.addRule(rule.getKey(), rule.getValue().toString());
            }
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The rules that let an event through. */
    private static Set<String> matches(String event) throws Exception {
        return Set.copyOf(RULES.rulesForJSONEvent(event));
    }

    /** Whether the rules let an event through, which they have to be of one mind about. */
    private static boolean passes(String event) throws Exception {
        Set<String> matching = matches(event);
        assertEquals(matching.isEmpty() ? Set.of() : PATTERNS.keySet(), matching, event);
        return !matching.isEmpty();
    }

    private static boolean isUnderstood(String event) {
        try {
            EventBridgeReader.read(event);
            return true;
        } catch (RejectedEventException e) {
            return false;
        }
    }

    @Test
    void thereIsOneRuleForTheOwnAccountOneForTheOrganisationAndOneForItsMembersAndTheyAreTheSame() {
        assertEquals(Set.of("CaptureRule", "OrganizationRule", "ForwardRule"), PATTERNS.keySet());
        assertEquals(1, Set.copyOf(PATTERNS.values()).size(), PATTERNS::toString);
    }

    @Test
    void eventBridgeTakesThePatterns() {
        PATTERNS.forEach((rule, pattern) -> assertNull(JsonRuleCompiler.check(pattern.toString()), rule));
    }

    static Stream<String> samples() throws IOException {
        JsonNode batch = JSON.readTree(Path.of("events/record-events.json").toFile());
        return Stream.concat(EventFiles.NAMES.stream().map(EventFiles::text),
                StreamSupport.stream(batch.path("Records").spliterator(), false)
                        .map(message -> message.path("body").asText())
                        .filter(body -> !body.contains("somebody.else")));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSamplePassesAndIsUnderstood(String event) throws Exception {
        assertEquals(List.of(true, true), List.of(passes(event), isUnderstood(event)));
    }

    @Test
    void everySampleIsTried() throws IOException {
        assertEquals(new TreeSet<>(EventFiles.NAMES), filesIn("capture")
                .map(file -> file.getFileName().toString().replace(".json", "")).collect(Collectors.toCollection(
                        TreeSet::new)));
    }

    private static Stream<Path> filesIn(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources", folder))) {
            return files.sorted().toList().stream();
        }
    }

    static Stream<Path> nearMisses() throws IOException {
        return filesIn("not-captured");
    }

    @ParameterizedTest
    @MethodSource("nearMisses")
    void aNearMissNeitherPassesNorIsUnderstood(Path file) throws Exception {
        String event = Files.readString(file);
        assertEquals(List.of(false, false), List.of(passes(event), isUnderstood(event)));
    }

    /**
     * Events that pass and are rejected: what the envelope says decides about them, and no pattern can compare the two.
     */
    static Stream<Arguments> rejected() {
        return Stream.of(
                rejected("create-backup", Reason.FOREIGN, event -> event.put("account", "444455556666")),
                rejected("create-backup", Reason.FOREIGN, event -> event.put("region", "eu-west-1")),
                rejected("delete-backup", Reason.FOREIGN, event -> event.put("account", "444455556666")),
                rejected("delete-backup", Reason.FOREIGN, event -> event.put("region", "eu-west-1")),
                // AWS's documentation has account ids of 13 digits.
                rejected("recovery-point", Reason.UNKNOWN, event -> event.put("account", "1112233445566")),
                rejected("heartbeat", Reason.UNKNOWN, event -> event.put("region", "atlantis-1")),
                rejected("create-backup", Reason.UNKNOWN, event -> detail(event).remove("eventTime")),
                rejected("delete-backup", Reason.UNKNOWN,
                        event -> detail(event).without(List.of("responseElements", "requestParameters"))),
                // A pattern matches a list that has the value. AWS sends none there.
                rejected("recovery-point", Reason.UNKNOWN,
                        event -> detail(event).putArray("resourceType").add("EBS").add("DynamoDB")),
                rejected("create-backup", Reason.UNKNOWN,
                        event -> detail(event).putArray("eventName").add("ListBackups").add("CreateBackup")));
    }

    private static Arguments rejected(String sample, Reason reason, Consumer<ObjectNode> change) {
        return Arguments.of(reason, changed(sample, change));
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void whatPassesAndIsRejectedIsRejectedForANamedReason(Reason reason, String event) throws Exception {
        assertEquals(true, passes(event));
        assertEquals(reason, assertThrows(RejectedEventException.class, () -> EventBridgeReader.read(event)).reason());
    }

    @Test
    void ofAllSourcesTypesAndDetailsCrossedOnlyTheKnownKindsPassAndAreUnderstood() throws Exception {
        Set<String> passed = new TreeSet<>();
        for (String event : crossed()) {
            boolean passes = passes(event);
            assertEquals(passes, isUnderstood(event), event);
            if (passes) {
                passed.add(kind(JSON.readTree(event)));
            }
        }
        assertEquals(new TreeSet<>(Set.of("aws.dynamodb, " + CALL + ", CreateBackup",
                "aws.dynamodb, " + CALL + ", DeleteBackup", "aws.dynamodb, " + CALL + ", DeleteTable",
                "aws.dynamodb, " + CALL + ", RestoreTableFromBackup",
                "aws.backup, Recovery Point State Change, DynamoDB", "aws.backup, Backup Job State Change, DynamoDB",
                "aws.backup, Copy Job State Change, DynamoDB", "backup-metadata, Heartbeat")), passed);
    }

    /** What tells an event that passes from another. A heartbeat's detail says nothing. */
    private static String kind(JsonNode event) {
        Stream<JsonNode> envelope = Stream.of(event.get("source"), event.get("detail-type"));
        Stream<JsonNode> detail = Stream.of(event.at("/detail/eventName"), event.at("/detail/resourceType"));
        return Stream.concat(envelope, event.get("source").asText().equals("backup-metadata") ? Stream.of() : detail)
                .map(JsonNode::asText).filter(text -> !text.isEmpty()).collect(Collectors.joining(", "));
    }

    /** Events of every source and type with every detail, most of which nobody sends. */
    private static Set<String> crossed() {
        Set<String> events = new HashSet<>();
        ObjectNode envelope = tree("heartbeat");
        List<ObjectNode> details = details().toList();
        for (String source : List.of("aws.dynamodb", "aws.backup", "backup-metadata", "aws.s3", "aws.cloudtrail",
                "AWS.DynamoDB", "com.example")) {
            for (String type : List.of(CALL, "AWS Service Event via CloudTrail",
                    "Recovery Point State Change", "Backup Job State Change", "Copy Job State Change",
                    "Restore Job State Change", "Backup Vault State Change", "Heartbeat")) {
                for (ObjectNode detail : details) {
                    events.add(envelope.put("source", source).put("detail-type", type).set("detail", detail)
                            .toString());
                }
            }
        }
        return events;
    }

    private static Stream<ObjectNode> details() {
        Stream<ObjectNode> calls = Stream.of("CreateBackup", "DeleteBackup", "DeleteTable", "RestoreTableFromBackup",
                "UpdateTable", "CreateTable", "ListBackups", "DescribeBackup", "RestoreTableToPointInTime",
                "UpdateContinuousBackups", "StartAwsBackupJob", "createbackup", NO_TEXT)
                .flatMap(name -> Stream
                        .of("dynamodb.amazonaws.com", "backup.amazonaws.com",
                                "dynamodb.amazonaws.com.example", NO_TEXT)
                        .flatMap(service -> Stream.of("none", "AccessDenied", "ThrottlingException", "null", "empty")
                                .map(error -> call(name, service, error))));
        Stream<ObjectNode> changes = Stream
                .of("DynamoDB", "EBS", "S3", "RDS", "Aurora", "DynamoDB table", "dynamodb", NO_TEXT)
                .map(type -> detail(tree("recovery-point")).put("resourceType", type));
        return Stream.concat(Stream.concat(calls, changes),
                Stream.of(JSON.createObjectNode(), detail(tree("recovery-point")).without("resourceType")));
    }

    /** The record of that call, which did what it could do: the sample of the same name, or of a deletion. */
    private static ObjectNode call(String name, String service, String error) {
        ObjectNode record = detail(tree(name.equals("CreateBackup") ? "create-backup" : "delete-backup"));
        record.put("eventName", name).put("eventSource", service);
        switch (error) {
            case "none" -> record.remove("errorCode");
            case "null" -> record.putNull("errorCode");
            case "empty" -> record.put("errorCode", "");
            default -> record.put("errorCode", error);
        }
        return record;
    }
}
