package org.backupmetadata.lambda;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.backupmetadata.local.TemplateYaml;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Truth tables of the policies between the catalogue and its members, as IAM documents how it evaluates principals,
 * actions, resources and the conditions StringEquals, ArnEquals and ArnLike. It cannot show what AWS sends as an
 * organisation or a principal, nor what other policies of the two accounts or of the organisation add.
 */
class OrganizationPoliciesTest {

    private static final String ORG = "o-exampleorgid";
    private static final String BUS = "arn:aws:events:us-east-1:111122223333:event-bus/backups-capture";
    private static final String SWEEPER = "arn:aws:iam::111122223333:role/backups-sweeper-us-east-1";
    private static final String FORWARD = "arn:aws:iam::444455556666:role/backup-metadata-reader-forward";

    private static final Map<String, String> VALUES = Map.of("AWS::Partition", "aws", "AWS::AccountId", "111122223333",
            "OrganizationId", ORG, "MemberRoleName", "backup-metadata-reader", "SweeperRoleArn", SWEEPER,
            "CaptureBus.Arn", BUS);

    private static JsonNode resource(String file, String name) {
        JsonNode template = assertDoesNotThrow(
                () -> new ObjectMapper().<JsonNode>valueToTree(TemplateYaml.load(Path.of(file))));
        return template.path("Resources").path(name).path("Properties");
    }

    /** A request: who makes it, and the keys that conditions compare. An organisation of null: none. */
    private record Request(String principal, String action, String resource, Map<String, String> keys) {

        static Request of(String principal, @Nullable String principalOrg, String action, String resource,
                @Nullable String resourceOrg) {
            Map<String, String> keys = new HashMap<>(Map.of("aws:PrincipalArn", principal));
            if (principalOrg != null) {
                keys.put("aws:PrincipalOrgID", principalOrg);
            }
            if (resourceOrg != null) {
                keys.put("aws:ResourceOrgID", resourceOrg);
            }
            return new Request(principal, action, resource, keys);
        }
    }

    /** Whether that account's read role may be assumed: the trust alone, since it names another account. */
    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {SWEEPER + ",o-exampleorgid,sts:AssumeRole,true",
            SWEEPER + ",o-otherorgid00,sts:AssumeRole,false", SWEEPER + ",none,sts:AssumeRole,false",
            SWEEPER + ",o-exampleorgid,sts:TagSession,false",
            "arn:aws:iam::111122223333:role/admin,o-exampleorgid,sts:AssumeRole,false",
            "arn:aws:iam::111122223333:role/backups-sweeper-us-east-12,o-exampleorgid,sts:AssumeRole,false",
            "arn:aws:iam::111122223333:role/x/backups-sweeper-us-east-1,o-exampleorgid,sts:AssumeRole,false",
            "arn:aws:iam::111122223333:user/backups-sweeper-us-east-1,o-exampleorgid,sts:AssumeRole,false",
            "arn:aws:iam::111122223333:root,o-exampleorgid,sts:AssumeRole,false",
            "arn:aws:iam::444455556666:role/backups-sweeper-us-east-1,o-exampleorgid,sts:AssumeRole,false"})
    void onlyTheSweepersRoleOfTheOrganisationReadsAMember(String principal, @Nullable String org, String action,
            boolean allowed) {
        JsonNode trust = resource("src/stacks/member.yaml", "ReadRole").at("/AssumeRolePolicyDocument/Statement");
        assertEquals(allowed, allows(trust, Request.of(principal, org, action, "", null)));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {FORWARD + ",o-exampleorgid,events:PutEvents,true",
            "arn:aws:iam::111122223333:role/backup-metadata-reader-forward,o-exampleorgid,events:PutEvents,true",
            FORWARD + ",o-otherorgid00,events:PutEvents,false", FORWARD + ",none,events:PutEvents,false",
            FORWARD + ",o-exampleorgid,events:PutRule,false",
            "arn:aws:iam::444455556666:role/admin,o-exampleorgid,events:PutEvents,false",
            "arn:aws:iam::444455556666:role/x/backup-metadata-reader-forward,o-exampleorgid,events:PutEvents,false",
            "arn:aws:iam::444455556666:role/backup-metadata-reader-forward2,o-exampleorgid,events:PutEvents,false",
            "arn:aws:iam::444455556666:role/backup-metadata-reader,o-exampleorgid,events:PutEvents,false",
            "arn:aws:iam::444455556666:user/backup-metadata-reader-forward,o-exampleorgid,events:PutEvents,false",
            "arn:aws:iam::444455556666:root,o-exampleorgid,events:PutEvents,false"})
    void onlyForwardRolesOfTheOrganisationPutEventsOnTheBus(String principal, @Nullable String org, String action,
            boolean allowed) {
        JsonNode policy = resource("template.yaml", "CaptureBusPolicy").path("Statement");
        assertEquals(allowed, allows(policy, Request.of(principal, org, action, BUS, null)));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {
            "arn:aws:iam::444455556666:role/backup-metadata-reader,o-exampleorgid,true",
            "arn:aws:iam::444455556666:role/backup-metadata-reader,o-otherorgid00,false",
            "arn:aws:iam::444455556666:role/backup-metadata-reader,none,false",
            "arn:aws:iam::444455556666:role/backup-metadata-reader-forward,o-exampleorgid,false",
            "arn:aws:iam::444455556666:role/admin,o-exampleorgid,false"})
    void theSweeperAssumesOnlyReadRolesOfTheOrganisation(String role, @Nullable String org, boolean allowed) {
        JsonNode policy = resource("template.yaml", "SweepFunctionRole").at("/Policies/0/PolicyDocument/Statement");
        assertEquals(allowed, allows(policy, Request.of(SWEEPER, ORG, "sts:AssumeRole", role, org)));
    }

    private static boolean allows(JsonNode statements, Request request) {
        return elements(statements).map(each -> each.has("Fn::If") ? each.path("Fn::If").path(1) : each)
                .anyMatch(statement -> allowsOne(statement, request));
    }

    private static boolean allowsOne(JsonNode statement, Request request) {
        assertEquals("Allow", statement.path("Effect").asText());
        return elements(statement.path("Action")).anyMatch(action -> action.asText().equals(request.action()))
                && isPrincipal(statement.path("Principal"), request.principal())
                && (!statement.has("Resource") || elements(statement.path("Resource")).map(
                        OrganizationPoliciesTest::text).anyMatch(pattern -> isLike(pattern, request.resource())))
                && statement.path("Condition").properties().stream()
                        .allMatch(operator -> operator.getValue().properties().stream().allMatch(
                                key -> holds(operator.getKey(), text(key.getValue()),
                                        request.keys().get(key.getKey()))));
    }

    /** An account's root stands for every principal of the account. A role's own policy has no principal. */
    private static boolean isPrincipal(JsonNode principal, String who) {
        if (principal.isMissingNode() || principal.asText().equals("*")) {
            return true;
        }
        String account = text(principal.path("AWS")).replaceFirst(":root$", ":");
        return account.matches("arn:aws:iam::\\d{12}:") && who.startsWith(account);
    }

    /** A key that the request has not makes the condition false. */
    private static boolean holds(String operator, String wanted, @Nullable String got) {
        return got != null && switch (operator) {
            case "StringEquals" -> wanted.equals(got);
            case "ArnEquals", "ArnLike" -> isLikeArn(wanted, got);
            default -> throw new AssertionError(operator);
        };
    }

    /** Each of the six parts of an ARN on its own. */
    private static boolean isLikeArn(String pattern, String arn) {
        List<String> patterns = List.of(pattern.split(":", 6));
        List<String> parts = List.of(arn.split(":", 6));
        return patterns.size() == 6 && parts.size() == 6
                && Stream.of(0, 1, 2, 3, 4, 5).allMatch(i -> isLike(patterns.get(i), parts.get(i)));
    }

    private static boolean isLike(String pattern, String text) {
        return Pattern.matches("\\Q" + pattern.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E", text);
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
    }

    /** The text that CloudFormation makes of it. */
    private static String text(JsonNode node) {
        if (node.has("Fn::Select")) {
            JsonNode split = node.at("/Fn::Select/1/Fn::Split");
            return text(split.path(1)).split(split.path(0).asText(), -1)[node.at("/Fn::Select/0").asInt()];
        }
        if (node.has("Fn::Sub")) {
            JsonNode sub = node.path("Fn::Sub");
            Map<String, String> values = new HashMap<>(VALUES);
            sub.path(1).properties().forEach(each -> values.put(each.getKey(), text(each.getValue())));
            String text = sub.isArray() ? sub.path(0).asText() : sub.asText();
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("${" + value.getKey() + "}", value.getValue());
            }
            return text;
        }
        String name = node.path("Ref").asText(node.path("Fn::GetAtt").asText());
        return name.isEmpty() ? node.asText() : Objects.requireNonNull(VALUES.get(name), name);
    }
}
