package org.backupmetadata.lambda;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.backupmetadata.lambda.apigateway.ApiSettings;
import org.backupmetadata.lambda.capture.CaptureSettings;
import org.backupmetadata.local.GatewayRequest;
import org.backupmetadata.local.TemplateYaml;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code template.yaml} promises to those who deploy it, and that it agrees with the code. */
class TemplateTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode TEMPLATE = load("template.yaml");
    private static final JsonNode RESOURCES = TEMPLATE.path("Resources");
    private static final JsonNode WATCH = load("src/stacks/watch.yaml").path("Resources");
    private static final JsonNode FUNCTION = RESOURCES.at("/BackupMetadataFunction/Properties");
    private static final JsonNode API = RESOURCES.at("/BackupMetadataApi/Properties");
    private static final String SAMPLE = "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d";

    /** The environment of the functions that fill the table. */
    private static final Map<String, String> CAPTURE = Map.of("TABLE_NAME", "BackupTable", "COVERAGE_TABLE_NAME",
            "CoverageTable");

    /** AWS's metrics that alarms may watch, each with the names of its dimensions. */
    private static final Set<String> METRICS = Set.of("AWS/Lambda Errors [FunctionName, Resource]",
            "AWS/Lambda Throttles [FunctionName, Resource]", "AWS/ApiGateway 5XXError [ApiName, Stage]",
            "AWS/ApiGateway 5xx [ApiId]", "AWS/ApiGateway Latency [ApiName, Stage]", "AWS/ApiGateway Latency [ApiId]",
            "AWS/DynamoDB ReadThrottleEvents [TableName]",
            "AWS/DynamoDB ReadThrottleEvents [TableName, GlobalSecondaryIndexName]",
            "AWS/SQS ApproximateNumberOfMessagesVisible [QueueName]",
            "AWS/SQS ApproximateAgeOfOldestMessage [QueueName]");

    private static JsonNode load(String file) {
        return assertDoesNotThrow(() -> JSON.<JsonNode>valueToTree(TemplateYaml.load(Path.of(file))));
    }

    private static Stream<JsonNode> resources(String type) {
        return stream(RESOURCES).filter(resource -> resource.path("Type").asText().equals(type));
    }

    private static Stream<JsonNode> stream(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false);
    }

    private static Set<String> texts(JsonNode values) {
        return stream(values).map(JsonNode::asText).collect(Collectors.toSet());
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    /** Every value that {@code node} can have, depending on the conditions. */
    private static Stream<JsonNode> alternatives(JsonNode node) {
        JsonNode condition = node.path("Fn::If");
        return condition.isMissingNode()
                ? Stream.of(node)
                : Stream.of(condition.get(1), condition.get(2)).flatMap(TemplateTest::alternatives);
    }

    @Test
    void theReadersRoleMayDoWhatItsCodeDoesAndNoMore() throws IOException {
        assertEquals(callsOfEveryRequest(), permissions("BackupMetadataFunctionRole"));
    }

    @Test
    void theRecordersRoleMayDoWhatItsCodeDoesAndNoMore() throws IOException {
        assertEquals(callsOfEveryEvent(), permissions("RecordFunctionRole"));
    }

    @Test
    void theSweepersRoleMayDoWhatItsCodeDoesAndNoMore() throws IOException {
        assertEquals(callsOfASweep(), permissions("SweepFunctionRole"));
    }

    @ParameterizedTest
    @CsvSource({"BackupMetadataFunction,", "RecordFunction,sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes",
            "SweepFunction,sts:AssumeRole backup:ListBackupVaults backup:ListRecoveryPointsByResource backup:ListRecoveryPointsByBackupVault"})
    void besidesAFunctionMayWriteItsLogAndTracesAndUseTheTablesKey(String function, @Nullable String own) {
        String role = function + "Role";
        Set<String> others = statements(role).flatMap(TemplateTest::actions)
                .filter(action -> !action.startsWith("dynamodb:")).collect(Collectors.toCollection(TreeSet::new));
        Set<String> wanted = new TreeSet<>(Set.of("logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments",
                "xray:PutTelemetryRecords", "kms:Decrypt"));
        wanted.addAll(own == null ? List.of() : List.of(own.split(" ", -1)));
        assertEquals(wanted, others);
        JsonNode properties = RESOURCES.path(function).path("Properties");
        assertEquals("{\"Fn::GetAtt\":\"" + role + ".Arn\"}", properties.path("Role").toString());
        assertTrue(RESOURCES.path(role).at("/Properties/ManagedPolicyArns").isMissingNode());
        assertTrue(properties.path("Policies").isMissingNode());
    }

    /**
     * What a role may do in DynamoDB, and to which table or index of ours: {@code dynamodb:Query
     * BackupTable/index/ByAccount}.
     */
    private static Set<String> permissions(String role) {
        return statements(role)
                .flatMap(statement -> actions(statement).filter(action -> action.startsWith("dynamodb:"))
                        .flatMap(action -> resourcesOf(statement).map(resource -> action + " " + resource)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The table or an index of it, as a call of a table of that name names it. Live backups belong to no table of ours.
     */
    private static Stream<String> resourcesOf(JsonNode statement) {
        JsonNode resource = statement.path("Resource");
        return (resource.isArray() ? stream(resource) : Stream.of(resource))
                .map(each -> each.has("Fn::Sub") ? each.path("Fn::Sub").asText() : each.path("Fn::GetAtt").asText())
                .map(each -> each.replaceFirst("^\\$\\{(\\w+)\\.Arn}", "$1").replaceFirst("\\.Arn$", "")
                        .replaceFirst("^arn:.*", ""));
    }

    private static Stream<JsonNode> statements(String role) {
        return stream(RESOURCES.path(role).at("/Properties/Policies"))
                .flatMap(policy -> stream(policy.at("/PolicyDocument/Statement")))
                .flatMap(TemplateTest::alternatives).filter(statement -> statement.has("Action"));
    }

    private static Stream<String> actions(JsonNode statement) {
        JsonNode action = statement.path("Action");
        return action.isArray() ? stream(action).map(JsonNode::asText) : Stream.of(action.asText());
    }

    /** What the function calls, and on what: for a backup that exists, for one that does not, and for lists. */
    private static Set<String> callsOfEveryRequest() throws IOException {
        try (RecordingDynamoDb dynamoDb = RecordingDynamoDb.start()) {
            String owner = "111122223333";
            String reader = "999988887777";
            RequestStreamHandler handler = new RestApiHandler(Map.of("TABLE_NAME", "BackupTable",
                    "COVERAGE_TABLE_NAME", "CoverageTable", "READER_ACCOUNTS", reader));
            String describe = GatewayRequest.describeBackup(owner, SAMPLE).restApi();
            assertEquals(200, status(handler, describe));
            dynamoDb.holdNothing();
            assertEquals(400, status(handler, describe));
            for (String list : List.of("{}", "{\"TableName\":\"Music\"}",
                    "{\"ExclusiveStartBackupArn\":\"arn:aws:backup:us-east-1:111122223333:recovery-point:1\"}")) {
                assertEquals(200, status(handler, GatewayRequest.sdk("/", "ListBackups", owner, list).restApi()));
            }
            for (String caller : List.of(owner, reader)) {
                assertEquals(200, status(handler, GatewayRequest.get("/coverage", Map.of(), caller).restApi()));
            }
            return dynamoDb.calls();
        }
    }

    /** What the recorder calls, and on what: for every event that the rule lets through. */
    private static Set<String> callsOfEveryEvent() throws IOException {
        try (RecordingDynamoDb dynamoDb = RecordingDynamoDb.start();
                Stream<Path> files = Files.list(Path.of("src/test/resources/capture"))) {
            dynamoDb.holdNothing();
            RequestStreamHandler recorder = new RecordHandler(CAPTURE);
            for (Path file : files.toList()) {
                JsonNode batch = JSON.createObjectNode().set("Records", JSON.createArrayNode()
                        .add(JSON.createObjectNode().put("messageId", "1").put("body", Files.readString(file))));
                assertEquals("{\"batchItemFailures\":[]}",
                        Invocation.invoke(recorder, batch.toString(), new TestContext()).toString());
            }
            return dynamoDb.calls();
        }
    }

    /**
     * What the sweeper calls, and on what: for an account with a backup that is new and one that is still to be
     * described.
     */
    private static Set<String> callsOfASweep() throws IOException {
        try (RecordingDynamoDb dynamoDb = RecordingDynamoDb.start()) {
            dynamoDb.holdNothing();
            Map<String, String> environment = new HashMap<>(CAPTURE);
            environment.put("LIVE_ENDPOINT_URL", dynamoDb.endpoint().toString());
            Invocation.result(new SweepHandler(environment), "{}", new TestContext("000000000000"));
            return dynamoDb.calls();
        }
    }

    private static int status(RequestStreamHandler handler, String event) {
        return Invocation.invoke(handler, event, new TestContext()).path("statusCode").asInt();
    }

    static Stream<String> fronts() {
        return stream(TEMPLATE.at("/Parameters/Front/AllowedValues")).map(JsonNode::asText);
    }

    @ParameterizedTest
    @MethodSource("fronts")
    void theHandlerOfEachFrontExists(String front) throws ReflectiveOperationException {
        Class<?> type = Class.forName(FUNCTION.at("/Handler/Fn::Sub").asText().replace("${Front}", front));
        assertTrue(RequestStreamHandler.class.isAssignableFrom(type));
        assertEquals(type, type.getConstructor().getDeclaringClass());
    }

    @Test
    void theTemplateSetsWhatTheCodeReads() {
        Set<String> read = new TreeSet<>();
        assertEquals("t", ApiSettings.of(new HashMap<>(Map.of("TABLE_NAME", "t")) {
            @Override
            public String getOrDefault(Object name, String otherwise) {
                read.add((String) name);
                return super.getOrDefault(name, otherwise);
            }
        }).tableName());
        read.addAll(List.of("AWS_ENDPOINT_URL_DYNAMODB", "AWS_USE_FIPS_ENDPOINT")); // the AWS SDK reads them
        assertEquals(read, names(FUNCTION.at("/Environment/Variables")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RecordFunction", "SweepFunction"})
    void theTemplateSetsWhatTheCodeOfCaptureReads(String function) {
        Set<String> read = new TreeSet<>(List.of("AWS_ENDPOINT_URL_DYNAMODB", "AWS_USE_FIPS_ENDPOINT"));
        CaptureSettings.of(new HashMap<>(CAPTURE) {
            @Override
            public String getOrDefault(Object name, String otherwise) {
                read.add((String) name);
                return super.getOrDefault(name, otherwise);
            }
        });
        Set<String> set = names(RESOURCES.path(function).at("/Properties/Environment/Variables"));
        if (function.equals("RecordFunction")) {
            read.removeAll(List.of("SWEEP_INTERVAL_MINUTES", "LIVE_ENDPOINT_URL", "MEMBER_ROLE_NAME")); // it does not sweep
        }
        assertEquals(read, set);
    }

    @Test
    void onlyAnOrganisationGivesTheSweeperARoleInOtherAccounts() {
        assertEquals("{\"Fn::If\":[\"HasOrganization\",{\"Ref\":\"MemberRoleName\"},\"\"]}",
                RESOURCES.at("/SweepFunction/Properties/Environment/Variables/MEMBER_ROLE_NAME").toString());
        assertEquals(Optional.empty(), CaptureSettings.of(CAPTURE).memberRole());
    }

    @Test
    void noParameterNamesALocalCaller() {
        assertEquals("\"\"", FUNCTION.at("/Environment/Variables/LOCAL_CALLER_ACCOUNT").toString());
    }

    @Test
    void aVersionIsPublishedFromASnapshotAndServedByTheAlias() {
        assertEquals("PublishedVersions", FUNCTION.at("/SnapStart/ApplyOn").asText());
        assertEquals("live", FUNCTION.path("AutoPublishAlias").asText());
        assertTrue(FUNCTION.path("AutoPublishAliasAllProperties").asBoolean());
        assertTrue(API.at("/DefinitionBody/paths/~1/post/x-amazon-apigateway-integration/uri/Fn::Sub").asText()
                .contains("${BackupMetadataFunction.Arn}:live/"));
        assertEquals("BackupMetadataFunction.Alias",
                RESOURCES.at("/RestApiPermission/Properties/FunctionName/Ref").asText());
        assertEquals("BackupMetadataFunction.Alias",
                RESOURCES.at("/HttpApiPermission/Properties/FunctionName/Ref").asText());
        assertEquals("BackupMetadataFunction.Alias",
                RESOURCES.at("/HttpApiIntegration/Properties/IntegrationUri/Ref").asText());
    }

    @Test
    void aNewValueOfAParameterOfTheFunctionIsANewVersion() {
        Set<String> wanted = FUNCTION.properties().stream()
                .filter(property -> !Set
                        .of("DeploymentPreference", "ReservedConcurrentExecutions", "VersionDescription")
                        .contains(property.getKey()))
                .flatMap(property -> parametersIn(property.getValue()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(wanted, parametersIn(FUNCTION.path("VersionDescription")));
    }

    @Test
    void aVersionsDescriptionFitsWithTheLongestParameters() {
        String longest = FUNCTION.at("/VersionDescription/Fn::Sub").asText().replace("${Front}", "RestApi")
                .replace("${Architecture}", "x86_64").replace("${MemorySize}", "10240")
                .replace("${FipsEndpoints}", "false")
                .replace("${ReaderAccounts}", String.join(",", "111122223333".repeat(15).split("(?<=\\G.{12})")));
        assertTrue(longest.length() <= 256, longest);
        assertEquals("^([0-9]{12}(,[0-9]{12}){0,14})?$",
                TEMPLATE.at("/Parameters/ReaderAccounts/AllowedPattern").asText());
    }

    private static Set<String> parametersIn(JsonNode node) {
        String text = node.toString();
        return names(TEMPLATE.path("Parameters")).stream()
                .filter(name -> text.contains("{\"Ref\":\"" + name + "\"}") || text.contains("${" + name + "}"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aBadVersionIsRolledBackByAlarms() {
        Set<String> alarms = stream(FUNCTION.at("/DeploymentPreference/Alarms"))
                .map(alarm -> alarm.path("Ref").asText())
                .collect(Collectors.toSet());
        assertEquals(Set.of("ErrorsAlarm", "FaultsAlarm"), alarms);
        alarms.forEach(
                alarm -> assertEquals("AWS::CloudWatch::Alarm", RESOURCES.path(alarm).path("Type").asText()));
    }

    @Test
    void alarmsWatchMetricsThatExist() {
        Set<String> watched = Stream.of(RESOURCES, WATCH).flatMap(TemplateTest::stream)
                .filter(resource -> resource.path("Type").asText().equals("AWS::CloudWatch::Alarm"))
                .map(alarm -> alarm.path("Properties"))
                .flatMap(alarm -> alarm.has("Metrics")
                        ? stream(alarm.path("Metrics")).map(metric -> metric.at("/MetricStat/Metric"))
                                .filter(JsonNode::isObject)
                        : Stream.of(alarm))
                .flatMap(TemplateTest::metrics).collect(Collectors.toCollection(TreeSet::new));
        Stream<String> counted = stream(WATCH)
                .filter(each -> each.path("Type").asText().equals("AWS::Logs::MetricFilter"))
                .filter(each -> !each.equals(WATCH.path("Problems"))) // only the dashboard shows it
                .map(filter -> "{\"Ref\":\"Service\"} "
                        + filter.at("/Properties/MetricTransformations/0/MetricName").asText() + " []");
        assertEquals(Stream.concat(METRICS.stream(), counted).collect(Collectors.toCollection(TreeSet::new)), watched);
    }

    /** The metric of an alarm, or those of the REST API and the HTTP API where it depends. */
    private static Stream<String> metrics(JsonNode alarm) {
        List<JsonNode> names = alternatives(alarm.path("MetricName")).toList();
        List<JsonNode> dimensions = alternatives(alarm.path("Dimensions")).toList();
        return Stream.of(0, 1).map(i -> {
            JsonNode namespace = alarm.path("Namespace");
            return (namespace.isTextual() ? namespace.asText() : namespace.toString()) + " "
                    + names.get(Math.min(i, names.size() - 1)).asText() + " "
                    + stream(dimensions.get(Math.min(i, dimensions.size() - 1))).map(d -> d.path("Name").asText())
                            .toList();
        }).distinct();
    }

    @ParameterizedTest
    @CsvSource({"RestoreFailuresAlarm,RestoreFailures,FunctionLogGroup",
            "UnreadableItemsAlarm,UnreadableItems,FunctionLogGroup",
            "UnreadableItemsAlarm,UnreadableItemsInSweeps,SweepLogGroup",
            "DeniedAlarm,CallsDeniedByTheApi,AccessLogGroup",
            "DeniedAlarm,CallsDeniedByTheFunction,FunctionLogGroup", "CompletenessAlarm,OldestComplete,SweepLogGroup",
            "SilentAlarm,Silent,SweepLogGroup", "FailedVisitsAlarm,FailedVisits,SweepLogGroup",
            "SweepsAlarm,Sweeps,SweepLogGroup", "SweptAlarm,Swept,SweepLogGroup"})
    void anAlarmOnTheServicesOwnMetricWatchesWhatALogFilterCounts(String alarm, String filter, String logGroup) {
        JsonNode counted = WATCH.path(filter).at("/Properties/MetricTransformations/0");
        assertEquals(counted.path("MetricNamespace"), WATCH.path(alarm).at("/Properties/Namespace"));
        assertEquals(counted.path("MetricName"), WATCH.path(alarm).at("/Properties/MetricName"));
        assertEquals(logGroup, WATCH.path(filter).at("/Properties/LogGroupName/Ref").asText());
        assertEquals(logGroup, RESOURCES.at("/Watch/Properties/Parameters").path(logGroup).path("Ref").asText());
        assertEquals("JSON", FUNCTION.at("/LoggingConfig/LogFormat").asText());
    }

    @Test
    void alarmsOfTheApiNameTheApiAndItsStage() {
        assertEquals("{\"Ref\":\"AWS::StackName\"}", API.path("Name").toString());
        assertEquals(API.path("Name"), RESOURCES.at("/Watch/Properties/Parameters/Service"));
        assertEquals("prod", API.path("StageName").asText());
        String dimensions = "/Properties/Dimensions/Fn::If/1";
        assertEquals(
                "[{\"Name\":\"ApiName\",\"Value\":{\"Ref\":\"AWS::StackName\"}},{\"Name\":\"Stage\",\"Value\":\"prod\"}]",
                RESOURCES.path("FaultsAlarm").at(dimensions).toString());
        assertEquals("[{\"Name\":\"ApiName\",\"Value\":{\"Ref\":\"Service\"}},{\"Name\":\"Stage\",\"Value\":\"prod\"}]",
                WATCH.path("LatencyAlarm").at(dimensions).toString());
    }

    @Test
    void theTableOutlivesTheStackAndItsMistakes() {
        JsonNode table = RESOURCES.path("BackupTable");
        assertAll(() -> assertEquals("Retain", table.path("DeletionPolicy").asText()),
                () -> assertEquals("Retain", table.path("UpdateReplacePolicy").asText()),
                () -> assertTrue(table.at("/Properties/DeletionProtectionEnabled").asBoolean()),
                () -> assertTrue(
                        table.at("/Properties/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
                                .asBoolean()));
    }

    @Test
    void anIndexOfListsHoldsWhatAListSaysAndNothingElse() {
        for (String name : List.of("ByAccount", "ByTable")) {
            JsonNode projection = index(name).path("Projection");
            assertEquals("INCLUDE", projection.path("ProjectionType").asText());
            assertEquals(Set.of("BackupSummary", "ExpiresAt"), texts(projection.path("NonKeyAttributes")));
        }
    }

    @Test
    void theIndexOfWhatIsStillToBeDescribedHoldsKeysOnly() {
        assertEquals("{\"ProjectionType\":\"KEYS_ONLY\"}", index("ByUndescribed").path("Projection").toString());
    }

    private static JsonNode index(String name) {
        return StreamSupport.stream(RESOURCES.at("/BackupTable/Properties/GlobalSecondaryIndexes").spliterator(), false)
                .filter(index -> index.path("IndexName").asText().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void theTableForgetsWhatHasExpired() {
        assertEquals("{\"AttributeName\":\"ExpiresAt\",\"Enabled\":true}",
                RESOURCES.at("/BackupTable/Properties/TimeToLiveSpecification").toString());
    }

    @Test
    void nobodyGetsInWithoutASignature() {
        assertEquals("AWS_IAM", API.at("/Auth/DefaultAuthorizer").asText());
        assertEquals("NONE", API.at("/Auth/InvokeRole").asText());
        assertEquals(Set.of("AWS_IAM"), resources("AWS::ApiGatewayV2::Route")
                .map(route -> route.at("/Properties/AuthorizationType").asText()).collect(Collectors.toSet()));
        assertEquals(0, resources("AWS::Lambda::Url").count());
    }

    @Test
    void anOrganisationComesInWithoutTheOwnAccount() {
        JsonNode everybody = stream(
                API.at("/Auth/ResourcePolicy/CustomStatements"))
                .flatMap(TemplateTest::alternatives)
                .filter(statement -> statement.at("/Principal/AWS").asText().equals("*")).findFirst().orElseThrow();
        assertEquals("{\"Ref\":\"OrganizationId\"}",
                everybody.at("/Condition/StringEquals/aws:PrincipalOrgID").toString());
        assertEquals("{\"Ref\":\"AWS::AccountId\"}",
                everybody.at("/Condition/StringNotEquals/aws:PrincipalAccount").toString());
        assertEquals(Set.of("execute-api:/prod/POST/*", "execute-api:/prod/GET/", "execute-api:/prod/GET/backups*",
                "execute-api:/prod/GET/coverage"),
                texts(everybody.path("Resource")));
    }

    @Test
    void theAccessLogIsJsonWithCallerAndLatency() throws IOException {
        for (JsonNode format : List.of(API.at("/AccessLogSetting/Format"),
                RESOURCES.at("/HttpApiStage/Properties/AccessLogSettings/Format"))) {
            JsonNode line = JSON.readTree(format.at("/Fn::Sub/0").asText().replace("${Fields}",
                    format.at("/Fn::Sub/1/Fields").asText()));
            assertEquals("$context.identity.accountId", line.path("callerAccount").asText());
            assertEquals("$context.identity.userArn", line.path("caller").asText());
            assertEquals("$context.responseLatency", line.path("milliseconds").asText());
            assertEquals("$context.requestId", line.path("requestId").asText());
            assertEquals("$context.extendedRequestId", line.path("extendedRequestId").asText());
        }
    }

    @Test
    void everyParameterExplainsItself() {
        JsonNode parameters = TEMPLATE.path("Parameters");
        Set<String> grouped = stream(TEMPLATE.at("/Metadata/AWS::CloudFormation::Interface/ParameterGroups"))
                .flatMap(group -> texts(group.path("Parameters")).stream()).collect(Collectors.toSet());
        assertEquals(names(parameters), grouped);
        parameters.properties().forEach(parameter -> {
            assertFalse(parameter.getValue().path("Description").asText().isEmpty(), parameter.getKey());
            assertTrue(parameter.getValue().has("Default"), parameter.getKey());
            assertTrue(Stream.of("AllowedPattern", "AllowedValues", "MinValue").anyMatch(parameter.getValue()::has),
                    parameter.getKey());
        });
    }
}
