package org.backupmetadata.lambda.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.model.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

/** Which DynamoDB is swept. No request is sent: each ends when it would be. */
class LiveClientsTest {

    private static final Place OWN = Place.of("111122223333", "us-west-2");

    /** Ends a call with the URL and the signature that it would be sent with. */
    private static final class NotSent extends RuntimeException implements ExecutionInterceptor {

        private static final long serialVersionUID = 1;

        private String request = "";

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            request = context.httpRequest().getUri() + " "
                    + context.httpRequest().firstMatchingHeader("Authorization").orElse("");
            throw this;
        }
    }

    /** The URL of a list call, and the Region that it is signed for. */
    static String request(LiveClients clients, Place place) {
        NotSent notSent = new NotSent();
        assertThrows(RuntimeException.class,
                () -> clients.dynamoDb(place).listBackups(list -> list.overrideConfiguration(call -> call.addPlugin(
                        config -> ((DynamoDbServiceClientConfiguration.Builder) config).overrideConfiguration(
                                Objects.requireNonNull(((DynamoDbServiceClientConfiguration.Builder) config)
                                        .overrideConfiguration()).toBuilder().addExecutionInterceptor(notSent)
                                        .build())))));
        return notSent.request.replaceFirst(" .*Credential=[^/]*/[0-9]*/([^/]*)/.*", " $1");
    }

    @ParameterizedTest
    @CsvSource({"us-west-2, https://dynamodb.us-west-2.amazonaws.com/ us-west-2",
            "eu-west-1, https://dynamodb.eu-west-1.amazonaws.com/ eu-west-1",
            "cn-north-1, https://dynamodb.cn-north-1.amazonaws.com.cn/ cn-north-1"})
    void theLiveDynamoDbIsAwsOwnWhereverTheSdkIsToldToFindDynamoDb(String region, String request) {
        LocalDatabase.useForDefaultClients(URI.create("http://127.0.0.1:9/prod/444455556666"));
        assertEquals(request,
                request(new LiveClients(OWN, Optional.empty(), Optional.empty()), new Place(OWN.account(), region)));
    }

    @Test
    void aSettingOfItsOwnMovesTheLiveDynamoDb() {
        LocalDatabase.useForDefaultClients(URI.create("http://127.0.0.1:9/prod"));
        LiveClients clients = new LiveClients(OWN, Optional.empty(),
                Optional.of(URI.create("http://127.0.0.1:1/live")));
        assertEquals("http://127.0.0.1:1/live/ us-west-2", request(clients, OWN));
    }

    @ParameterizedTest
    @CsvSource({"eu-west-1, https://backup.eu-west-1.amazonaws.com",
            "cn-north-1, https://backup.cn-north-1.amazonaws.com.cn"})
    void recoveryPointsAreReadFromAwsBackupOfTheirRegion(String region, String endpoint) {
        assertEquals(URI.create(endpoint), LiveClients.backupEndpoint(region));
    }

    @Test
    void whereTheSdkIsToldToUseFipsEndpointsRecoveryPointsAreReadFromThem() {
        String setting = SdkSystemSetting.AWS_USE_FIPS_ENDPOINT.property();
        System.setProperty(setting, "true");
        try {
            assertEquals(URI.create("https://backup-fips.us-west-2.amazonaws.com"),
                    LiveClients.backupEndpoint("us-west-2"));
        } finally {
            System.clearProperty(setting);
        }
    }

    @Test
    void whereAnotherDynamoDbStandsForAwsOwnNothingIsReadFromAwsBackup() {
        assertEquals(Optional.empty(), new LiveClients(OWN, Optional.empty(),
                Optional.of(URI.create("http://127.0.0.1:1"))).awsBackup(OWN));
    }
}
