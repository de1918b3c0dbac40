package org.backupmetadata.lambda.apigateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The path that is left of an event's, wherever the API is mounted. */
class RoutePathTest {

    private static final String ARN = "arn:aws:dynamodb:us-east-1:111122223333:table/Orders/backup/01759312800123-a1b2c3d4";
    private static final String ENCODED = "arn%3Aaws%3Adynamodb%3Aus-east-1%3A111122223333%3Atable%2FOrders%2Fbackup%2F01759312800123-a1b2c3d4";

    /** Of a REST API, with and without a base path, encoded and not, and with the base path that looks like a route. */
    @ParameterizedTest
    @CsvSource({
            "/, , /, /",
            "/, , /ddb, /",
            "/, , /ddb/, /",
            "/, , /backups, /",
            "/, , /eu-west-1, /eu-west-1",
            "/, , /111122223333/eu-west-1/, /111122223333/eu-west-1/",
            "/{scope+}, eu-west-1, /eu-west-1, /eu-west-1",
            "/{scope+}, eu-west-1, /ddb/eu-west-1, /eu-west-1",
            "/{scope+}, 111122223333/eu-west-1, /a/b/111122223333/eu-west-1/, /111122223333/eu-west-1",
            "/backups, , /backups, /backups",
            "/backups, , /ddb/backups, /backups",
            "/backups, , /ddb/backups/, /backups",
            "/backups, , /backups/backups, /backups",
            "/coverage, , /ddb/coverage, /coverage"})
    void theBasePathOfACustomDomainIsNoPartOfTheRoute(String route, @Nullable String parameter, String path,
            String expected) {
        Map<String, String> parameters = parameter == null ? Map.of() : Map.of("scope", parameter);
        assertEquals(expected, RoutePath.of(route, parameters, path));
        assertEquals(expected, RoutePath.ofRouteKey("POST " + route, parameters, path, true));
    }

    @ParameterizedTest
    @CsvSource({"'', " + ENCODED, "'', " + ARN, "/ddb, " + ENCODED, "/ddb, " + ARN, "/backups, " + ENCODED,
            "/prod/ddb, " + ARN})
    void anArnIsTheSameUnderEveryBasePathEncodedOrNot(String basePath, String arn) {
        String path = basePath + "/backups/" + arn;
        for (String parameter : new String[]{ARN, ENCODED}) {
            Map<String, String> parameters = Map.of("backupArn", parameter);
            assertEquals("/backups/" + ARN, RoutePath.of("/backups/{backupArn+}", parameters, path));
            assertEquals("/backups/" + ARN, RoutePath.ofRouteKey("GET /backups/{backupArn+}", parameters, path, true));
        }
    }

    @Test
    void aFunctionUrlHasOneRouteAndEncodedPaths() {
        assertEquals("/backups/" + ARN, RoutePath.ofRouteKey("$default", null, "/backups/" + ENCODED, false));
        assertEquals("/", RoutePath.ofRouteKey("$default", null, "/", false));
        assertEquals("/a+b", RoutePath.ofRouteKey(null, null, "/a+b", false));
    }

    @ParameterizedTest
    @CsvSource({"/, /", "/ddb, /", "/ddb/v1/, /", "/ddb/backups, /backups", "/ddb/backups/, /backups/",
            "/ddb/eu-west-1, /eu-west-1", "/a/b/111122223333/eu-west-1, /111122223333/eu-west-1",
            "/ddb/eu-wset-1, /eu-wset-1", "/ddb/backups/" + ENCODED + ", /backups/" + ARN,
            "/backups/backups/" + ARN + ", /backups/" + ARN})
    void theDefaultRouteOfACustomDomainIsBelowAnyMappingKey(String path, String expected) {
        assertEquals(expected, RoutePath.ofRouteKey("$default", null, path, true));
    }

    @Test
    void aRouteThatThePathDoesNotEndWithIsNotBelieved() {
        assertEquals("/backups", RoutePath.of("/{scope+}", Map.of("scope", "eu-west-1"), "/backups"));
        assertEquals("/backups", RoutePath.of("/{scope+}", null, "/backups"));
        assertEquals("/backups", RoutePath.of("/{proxy+}", Map.of("proxy", ""), "/backups"));
        assertEquals("/100%", RoutePath.of("/{proxy+}", Map.of("proxy", "100%"), "/100%"));
        assertEquals("", RoutePath.of("/{proxy+}", Map.of("proxy", "x"), ""));
        assertEquals("/", RoutePath.of("/", null, "ddb"));
    }
}
