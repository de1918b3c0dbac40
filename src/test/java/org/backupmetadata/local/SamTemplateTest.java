package org.backupmetadata.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class SamTemplateTest {

    private static final String TEMPLATE = """
            Parameters:
              Readers: {Type: CommaDelimitedList, Default: "111122223333,444455556666"}
              Level: {Type: Number, Default: 3}
            Conditions:
              IsHigh: !Equals [!Ref Level, 4]
              IsLow: !Not [!Equals [!Ref Level, 4]]
            Resources:
              BackupTable:
                Type: AWS::DynamoDB::Table
                DeletionPolicy: !If [Keep, Retain, Delete]
                Properties:
                  TableName: !Sub "${AWS::StackName}-books"
                  BillingMode: PAY_PER_REQUEST
                  PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}
                  AttributeDefinitions: [{AttributeName: Isbn, AttributeType: S}, {AttributeName: Shelf, AttributeType: N}]
                  KeySchema: [{AttributeName: Isbn, KeyType: HASH}]
                  GlobalSecondaryIndexes:
                    - IndexName: ByShelf
                      KeySchema: [{AttributeName: Shelf, KeyType: HASH}]
                      Projection: {ProjectionType: KEYS_ONLY}
                  TimeToLiveSpecification: {AttributeName: Expires, Enabled: true}
              BackupMetadataApi:
                Type: AWS::Serverless::Api
                Properties: {StageName: v1}
              Another:
                Type: AWS::Serverless::Function
                Properties: {Handler: d.e.F}
              BackupMetadataFunction:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: a.b.C
                  Role: !GetAtt Role.Arn
                  Environment:
                    Variables:
                      TABLE: !Ref BackupTable
                      READERS: !Join [";", !Ref Readers]
                      NAME: !Sub "x-${BackupTable}"
                      LEVEL: 3
                      MORE: MORE_VALUE
                      HEIGHT: !If [IsHigh, high, !If [IsLow, low, none]]
                      ABSENT: !If [IsHigh, high, !Ref AWS::NoValue]
            """;

    @TempDir
    Path folder;

    private SamTemplate read(String text) throws IOException {
        return SamTemplate.read(Files.writeString(folder.resolve("template.yaml"), text));
    }

    @Test
    void readsATableUnderItsLogicalId() throws IOException {
        SamTemplate template = read(TEMPLATE);

        assertEquals("BackupTable", template.backupTable().tableName());
        assertEquals(BillingMode.PAY_PER_REQUEST, template.backupTable().billingMode());
        assertEquals(List.of(KeySchemaElement.builder().attributeName("Isbn").keyType(KeyType.HASH).build()),
                template.backupTable().keySchema());
        assertEquals(ScalarAttributeType.N,
                template.backupTable().attributeDefinitions().stream()
                        .filter(attribute -> attribute.attributeName().equals("Shelf")).findFirst()
                        .map(AttributeDefinition::attributeType).orElseThrow());
        assertEquals(ProjectionType.KEYS_ONLY,
                template.backupTable().globalSecondaryIndexes().getFirst().projection().projectionType());
    }

    @Test
    void readsTheFunctionAndEvaluatesItsEnvironment() throws IOException {
        SamTemplate template = read(TEMPLATE);

        assertEquals("a.b.C", template.function(SamTemplate.API_FUNCTION).handlerClass());
        assertEquals("v1", template.stage());
        assertEquals(Map.of("TABLE", "BackupTable", "READERS", "111122223333,444455556666", "NAME", "x-BackupTable",
                "LEVEL", "3",
                "MORE", "MORE_VALUE", "HEIGHT", "low"), template.function(SamTemplate.API_FUNCTION).environment());
        assertEquals("d.e.F", template.function("Another").handlerClass());
    }

    @Test
    void doesNotGuessWhatAFunctionItDoesNotKnowWouldGive() {
        String text = TEMPLATE.replace("MORE_VALUE", "!GetAtt BackupTable.Arn");

        LocalRunException e = assertThrows(LocalRunException.class, () -> read(text));

        assertEquals("The local run does not know what Fn::GetAtt of the template is on this machine.", e.getMessage());
    }

    @Test
    void saysWhichResourceATemplateLacks() throws IOException {
        String text = TEMPLATE.replace("AWS::Serverless::Api", "AWS::S3::Bucket");

        LocalRunException e = assertThrows(LocalRunException.class, () -> read(text));

        assertEquals("The local run wants BackupMetadataApi in the template.", e.getMessage());
        assertEquals("The local run wants CoverageTable in the template.",
                assertThrows(LocalRunException.class, read(TEMPLATE)::coverageTable).getMessage());
    }

    @Test
    void describesATableThatTheDatabaseTakes() throws IOException {
        try (LocalDatabase database = LocalDatabase.start()) {
            String table = database.createTables(read(TEMPLATE)).backupTable().tableName();

            assertEquals("ByShelf", database.client().describeTable(request -> request.tableName(table)).table()
                    .globalSecondaryIndexes().getFirst().indexName());
        }
    }

    @Test
    void tablesOfOtherNamesAreNamedSoInTheEnvironments() throws IOException {
        SamTemplate renamed = read(TEMPLATE).withTableNames("-x");

        assertEquals("BackupTable-x", renamed.backupTable().tableName());
        assertEquals("BackupTable-x", renamed.function(SamTemplate.API_FUNCTION).environment().get("TABLE"));
        assertEquals("3", renamed.function(SamTemplate.API_FUNCTION).environment().get("LEVEL"));
    }

    @Test
    void readsTheProjectsOwnTemplate() {
        SamTemplate template = SamTemplate.read(Path.of("template.yaml"));

        assertEquals(template.backupTable().tableName(),
                template.function(SamTemplate.API_FUNCTION).environment().get("TABLE_NAME"));
        assertEquals("CoverageTable", template.function("SweepFunction").environment().get("COVERAGE_TABLE_NAME"));
        assertEquals("Account", template.coverageTable().keySchema().getFirst().attributeName());
        assertEquals("", template.function(SamTemplate.API_FUNCTION).environment().get("READER_ACCOUNTS"));
        assertEquals("BackupArn", template.backupTable().keySchema().getFirst().attributeName());
    }
}
