package org.backupmetadata.benchmark;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The same lookup as AWS's Java samples write it: a {@link RequestHandler} on the event classes, the Enhanced Client
 * with a bean, the SDK's default HTTP client, Jackson for JSON, and nothing primed. It checks less than the product
 * does, so that the comparison does not favour the product.
 */
public final class SampleFunction
        implements
            RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {
    private final ObjectMapper mapper = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY).enable(MapperFeature.USE_STD_BEAN_NAMING)
            .defaultPropertyInclusion(JsonInclude.Value.empty().withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();
    private final DynamoDbTable<SampleItem> table = DynamoDbEnhancedClient.builder()
            .dynamoDbClient(DynamoDbClient.create()).build()
            .table(System.getenv("TABLE_NAME"), TableSchema.fromBean(SampleItem.class));

    @Override
    public APIGatewayProxyResponseEvent handleRequest(APIGatewayProxyRequestEvent event, Context context) {
        try {
            String arn = mapper.readTree(event.getBody()).path("BackupArn").asText();
            String owner = arn.split(":", -1)[4];
            if (!owner.equals(event.getRequestContext().getIdentity().getAccountId())) {
                return answer(400, "{\"__type\":\"AccessDeniedException\"}", event);
            }
            SampleItem item = table.getItem(Key.builder().partitionValue(arn).build());
            context.getLogger().log("DescribeBackup " + arn);
            return item == null
                    ? answer(400, "{\"__type\":\"BackupNotFoundException\"}", event)
                    : answer(200, mapper.writeValueAsString(Map.of("BackupDescription", item.getBackupDescription())),
                            event);
        } catch (JsonProcessingException e) {
            return answer(400, "{\"__type\":\"SerializationException\"}", event);
        }
    }

    private static APIGatewayProxyResponseEvent answer(int status, String body, APIGatewayProxyRequestEvent event) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return new APIGatewayProxyResponseEvent().withStatusCode(status).withBody(body)
                .withHeaders(Map.of("Content-Type", "application/x-amz-json-1.0", "x-amzn-RequestId",
                        event.getRequestContext().getRequestId(), "x-amz-crc32", Long.toString(crc.getValue())));
    }
}
