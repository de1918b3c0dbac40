package org.backupmetadata.api;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.backupmetadata.catalog.BackupCatalog;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.lambda.RecordingDynamoDb;
import org.backupmetadata.lambda.settings.TableClient;
import org.backupmetadata.local.TemplateYaml;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;

/** The document of the GET interface says what the template routes, what AWS's model has, and what the code reads. */
class OpenApiTest {

    private static final JsonNode DOCUMENT = load("src/openapi/backups.yaml");
    private static final JsonNode RESOURCES = load("template.yaml").path("Resources");

    private static JsonNode load(String file) {
        return assertDoesNotThrow(() -> new ObjectMapper().<JsonNode>valueToTree(TemplateYaml.load(Path.of(file))));
    }

    private static Stream<JsonNode> stream(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false);
    }

    /** The routes of an OpenAPI document, as {@code GET /backups}. */
    private static Set<String> routes(JsonNode document) {
        return document.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(method -> method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> restApiRoutes() {
        return routes(RESOURCES.at("/BackupMetadataApi/Properties/DefinitionBody"));
    }

    private static Set<String> routes(Set<String> all, String method) {
        return all.stream().filter(route -> route.startsWith(method + " "))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyPathOfTheDocumentIsRoutedAndNoOther() {
        Set<String> routed = routes(restApiRoutes(), "GET").stream()
                .map(route -> route.replace("+}", "}")) // OpenAPI has no greedy parameters
                .collect(Collectors.toCollection(TreeSet::new));

        assertTrue(routed.remove("GET /"),
                "DynamoDB's own answer that it is healthy, of which the document does not speak");
        assertEquals(routes(DOCUMENT), routed);
    }

    @Test
    void theProtocolIsPostedToTheRootOrToAPathThatNamesAScope() {
        assertEquals(new TreeSet<>(Set.of("POST /", "POST /{scope+}")), routes(restApiRoutes(), "POST"));
        assertEquals(restApiRoutes().size(),
                routes(restApiRoutes(), "GET").size() + routes(restApiRoutes(), "POST").size());
    }

    @Test
    void theHttpApiHasTheRoutesOfTheRestApi() {
        assertEquals(restApiRoutes(),
                stream(RESOURCES).filter(resource -> resource.path("Type").asText().equals("AWS::ApiGatewayV2::Route"))
                        .map(route -> route.at("/Properties/RouteKey").asText())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void aDescribedBackupHasTheMembersOfTheModelAndNoOthers() {
        assertEquals(members("", DescribeBackupResponse.builder()), members("", schema("DescribeBackup")));
    }

    @Test
    void aListHasTheMembersOfTheModelAndNoOthers() {
        assertEquals(members("", ListBackupsResponse.builder()), members("", schema("ListBackups")));
    }

    private static JsonNode schema(String name) {
        return DOCUMENT.at("/components/schemas/" + name);
    }

    /** Every member below a structure of the model, as {@code .BackupDescription.BackupDetails.BackupArn string}. */
    private static Set<String> members(String path, SdkPojo structure) {
        return structure.sdkFields().stream().flatMap(field -> below(path + "." + field.locationName(), field).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> below(String path, SdkField<?> field) {
        MarshallingKnownType type = field.marshallingType().getKnownType();
        Set<String> members = switch (type) {
            case SDK_POJO -> members(path, field.constructor().get());
            case LIST -> below(path + "[]", field.getTrait(ListTrait.class).memberFieldInfo());
            default -> new TreeSet<>();
        };
        members.add(path + " " + switch (type) {
            case SDK_POJO -> "object";
            case LIST -> "array";
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case INTEGER, LONG -> "integer";
            case INSTANT -> "number";
            default -> throw new IllegalStateException("a type that the document has no word for: " + type);
        });
        return members;
    }

    /** The same below a schema of the document. */
    private static Set<String> members(String path, JsonNode schema) {
        return schema.path("properties").properties().stream()
                .flatMap(property -> below(path + "." + property.getKey(), resolved(property.getValue())).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> below(String path, JsonNode schema) {
        String type = schema.path("type").asText();
        Set<String> members = type.equals("array")
                ? below(path + "[]", resolved(schema.path("items")))
                : members(path, schema);
        members.add(path + " " + type);
        return members;
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asText().substring(1)) : node;
    }

    @ParameterizedTest
    @CsvSource({"/backups, /backups", "/coverage, /coverage",
            "/backups/{backupArn}, /backups/arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d"})
    void theDocumentHasTheParametersThatAreRead(String resource, String path) throws IOException {
        assertEquals(parametersRead(path),
                stream(DOCUMENT.path("paths").path(resource).at("/get/parameters")).map(OpenApiTest::resolved)
                        .filter(parameter -> !parameter.path("in").asText().equals("path"))
                        .map(parameter -> parameter.path("in").asText() + " " + parameter.path("name").asText())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Which parameters a GET of that path looks for, as {@code query limit}. */
    private static Set<String> parametersRead(String path) throws IOException {
        Set<String> read = new TreeSet<>();
        try (RecordingDynamoDb dynamoDb = RecordingDynamoDb.start(); DynamoDbClient client = TableClient.create()) {
            BackupApi api = new BackupApi(
                    new BackupCatalog(client, "t", Duration.ofMinutes(1), InstantSource.system(), item -> {}),
                    Optional.of(new CoverageTable(client, "c")),
                    new Readers(Set.of()), "us-east-1");
            ApiRequest request = new ApiRequest("GET", path, new Asked(read), null, "api.example.com", name -> {
                read.add("header " + name);
                return null;
            }, Body.NONE, "1", Caller.ofAccount("111122223333"));
            assertEquals(200, api.handle(request, new RequestLog()).status());
            assertEquals(1, dynamoDb.calls().size());
        }
        return read;
    }

    /** A query string without parameters that remembers which ones it was asked for. */
    private static final class Asked extends TreeMap<String, String> {

        private final Set<String> names;

        Asked(Set<String> names) {
            this.names = names;
        }

        @Override
        public @Nullable String get(Object name) {
            names.add("query " + name);
            return null;
        }
    }
}
