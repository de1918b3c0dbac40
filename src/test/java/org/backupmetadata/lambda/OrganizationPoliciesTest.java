package org.backupmetadata.lambda;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.backupmetadata.local.TemplateYaml;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Truth tables of the policies between the catalogue and its members and callers, as IAM documents how it evaluates
 * principals, actions, resources and the conditions StringEquals, StringNotEquals, Bool, ArnEquals and ArnLike. It cannot
 * show what AWS sends as an organisation or a principal, nor what other policies of the two accounts or of the
 * organisation add.
 */
class OrganizationPoliciesTest {

    private static final String ORG = "o-exampleorgid";
    private static final String BUS = "arn:aws:events:us-east-1:111122223333:event-bus/backups-capture";
    private static final String SWEEPER = "arn:aws:iam::111122223333:role/backups-sweeper-us-east-1";
    private static final String READER = "arn:aws:iam::444455556666:role/backup-metadata-reader";
    private static final String NAMED = "777788889999";
    private static final String FORWARD = "arn:aws:iam::444455556666:role/backup-metadata-reader-forward";

    private static final Map<String, String> VALUES = Map.of("AWS::Partition", "aws", "AWS::AccountId", "111122223333",
            "OrganizationId", ORG, "MemberRoleName", "backup-metadata-reader", "SweeperRoleArn", SWEEPER,
            "CaptureBus.Arn", BUS, "CallerPrincipals", "arn:aws:iam::" + NAMED + ":root");

    private static JsonNode template(String file) {
        return assertDoesNotThrow(() -> new ObjectMapper().<JsonNode>valueToTree(TemplateYaml.load(Path.of(file))));
    }

    private static JsonNode resource(String file, String name) {
        return template(file).path("Resources").path(name).path("Properties");
    }

    /** A request: who makes it, and the keys that conditions compare. An organisation of null: none. */
    private record Request(String principal, String action, String resource, Map<String, String> keys) {

        static Request of(String principal, @Nullable String principalOrg, String action, String resource,
                @Nullable String resourceOrg) {
            Map<String, String> keys = new HashMap<>(
                    Map.of("aws:PrincipalArn", principal, "aws:PrincipalAccount", principal.split(":", 6)[4]));
            if (principalOrg != null) {
                keys.put("aws:PrincipalOrgID", principalOrg);
            }
            if (resourceOrg != null) {
                keys.put("aws:ResourceOrgID", resourceOrg);
            }
            return new Request(principal, action, resource, keys);
        }

        Request with(String key, String value) {
            Map<String, String> more = new HashMap<>(keys);
            more.put(key, value);
            return new Request(principal, action, resource, more);
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
            "arn:aws:iam::111122223333:role/Backups-sweeper-us-east-1,o-exampleorgid,sts:AssumeRole,false",
            "arn:aws:iam::111122223333:role/my-backups-sweeper-us-east-1,o-exampleorgid,sts:AssumeRole,false",
            "arn:aws:iam::111122223333:role/backups-sweeper-us-east-1/x,o-exampleorgid,sts:AssumeRole,false",
            "arn:aws:iam::111122223333:role/backups-sweeper-eu-west-1,o-exampleorgid,sts:AssumeRole,false",
            "arn:aws:sts::111122223333:assumed-role/backups-sweeper-us-east-1/x,o-exampleorgid,sts:AssumeRole,false",
            "arn:aws-cn:iam::111122223333:role/backups-sweeper-us-east-1,o-exampleorgid,sts:AssumeRole,false",
            SWEEPER + ",o-exampleorgid2,sts:AssumeRole,false", SWEEPER + ",O-EXAMPLEORGID,sts:AssumeRole,false",
            SWEEPER + ",o-*,sts:AssumeRole,false", SWEEPER + ",'',sts:AssumeRole,false",
            "arn:aws:iam::444455556666:role/backups-sweeper-us-east-1,o-exampleorgid,sts:AssumeRole,false",
            "arn:aws:iam::444455556666:role/backups-sweeper-us-east-1,o-otherorgid00,sts:AssumeRole,false"})
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
            "arn:aws:iam::444455556666:role/my-backup-metadata-reader-forward,o-exampleorgid,events:PutEvents,false",
            "arn:aws:iam::444455556666:role/backup-metadata-reader-forward/x,o-exampleorgid,events:PutEvents,false",
            "arn:aws:iam::444455556666:role/Backup-metadata-reader-forward,o-exampleorgid,events:PutEvents,false",
            "arn:aws:iam::444455556666:role/x:role/backup-metadata-reader-forward,o-exampleorgid,events:PutEvents,false",
            "arn:aws:sts::444455556666:assumed-role/backup-metadata-reader-forward/x,o-exampleorgid,events:PutEvents,false",
            "arn:aws-cn:iam::444455556666:role/backup-metadata-reader-forward,o-exampleorgid,events:PutEvents,false",
            FORWARD + ",o-exampleorgid2,events:PutEvents,false", FORWARD + ",'',events:PutEvents,false",
            "arn:aws:iam::444455556666:root,o-exampleorgid,events:PutEvents,false"})
    void onlyForwardRolesOfTheOrganisationPutEventsOnTheBus(String principal, @Nullable String org, String action,
            boolean allowed) {
        JsonNode policy = resource("template.yaml", "CaptureBusPolicy").path("Statement");
        assertEquals(allowed, allows(policy, Request.of(principal, org, action, BUS, null)));
    }

    @ParameterizedTest
    @CsvSource({"default,false", "backups-capture2,false", "backups-capture/x,false", "backups-capture,true"})
    void aForwardRolePutsEventsOnNoOtherBus(String bus, boolean allowed) {
        JsonNode policy = resource("template.yaml", "CaptureBusPolicy").path("Statement");
        assertEquals(allowed, allows(policy,
                Request.of(FORWARD, ORG, "events:PutEvents", BUS.replaceFirst("[^/]*$", bus), null)));
    }

    /** Whether the sweeper may assume that role, as far as its own account says. */
    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {READER + ",sts:AssumeRole,o-exampleorgid,true",
            "arn:aws:iam::111122223333:role/backup-metadata-reader,sts:AssumeRole,o-exampleorgid,true",
            READER + ",sts:AssumeRole,o-otherorgid00,false", READER + ",sts:AssumeRole,none,false",
            READER + ",sts:AssumeRole,o-exampleorgid2,false", READER + ",sts:AssumeRole,'',false",
            READER + ",sts:TagSession,o-exampleorgid,false", READER + "2,sts:AssumeRole,o-exampleorgid,false",
            READER + "/x,sts:AssumeRole,o-exampleorgid,false",
            "arn:aws:iam::444455556666:role/backup-metadata-reader-forward,sts:AssumeRole,o-exampleorgid,false",
            "arn:aws:iam::444455556666:role/my-backup-metadata-reader,sts:AssumeRole,o-exampleorgid,false",
            "arn:aws:iam::444455556666:role/x/backup-metadata-reader,sts:AssumeRole,o-exampleorgid,false",
            "arn:aws:iam::444455556666:role/x:role/backup-metadata-reader,sts:AssumeRole,o-otherorgid00,false",
            "arn:aws:iam::444455556666:role/Backup-metadata-reader,sts:AssumeRole,o-exampleorgid,false",
            "arn:aws:iam::444455556666:user/backup-metadata-reader,sts:AssumeRole,o-exampleorgid,false",
            "arn:aws-cn:iam::444455556666:role/backup-metadata-reader,sts:AssumeRole,o-exampleorgid,false",
            "arn:aws:iam::444455556666:role/admin,sts:AssumeRole,o-exampleorgid,false"})
    void theSweeperAssumesOnlyReadRolesOfTheOrganisation(String role, String action, @Nullable String org,
            boolean allowed) {
        JsonNode policy = resource("template.yaml", "SweepFunctionRole").at("/Policies/0/PolicyDocument/Statement");
        assertEquals(allowed, allows(policy, Request.of(SWEEPER, ORG, action, role, org)));
    }

    /**
     * Whether the API's own policy lets that account's callers in, beside those that it names. It need not let in those of
     * the own account, for whom their own policies are enough.
     */
    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {"444455556666,o-exampleorgid,POST/,true",
            "444455556666,o-exampleorgid,GET/,true", "444455556666,o-exampleorgid,GET/backups/x,true",
            "444455556666,o-exampleorgid,GET/coverage,true", "444455556666,o-exampleorgid,GET/coverage/x,false",
            "444455556666,o-exampleorgid,GET/x,false", "444455556666,o-exampleorgid,DELETE/,false",
            "444455556666,o-otherorgid00,POST/,false", "444455556666,o-otherorgid00,GET/backups,false",
            "444455556666,none,POST/,false", "444455556666,o-exampleorgid2,POST/,false", "444455556666,'',POST/,false",
            "111122223333,o-exampleorgid,POST/,false", "111122223333,o-exampleorgid,GET/backups,false",
            NAMED + ",none,POST/,true", NAMED + ",o-otherorgid00,GET/backups,true", NAMED + ",none,GET/x,false"})
    void othersOfTheOrganisationComeInAndThoseThatAreNamed(String account, @Nullable String org, String path,
            boolean allowed) {
        JsonNode policy = resource("template.yaml", "BackupMetadataApi").at("/Auth/ResourcePolicy/CustomStatements");
        Request request = Request.of("arn:aws:iam::" + account + ":role/any", org, "execute-api:Invoke",
                "execute-api:/prod/" + path, null);
        assertEquals(allowed, allows(policy, request.with("aws:SecureTransport", "true")));
        assertFalse(allows(policy, request.with("aws:SecureTransport", "false")));
    }

    /** Each has a truth table here. */
    @Test
    void noOtherStatementIsAboutTheOrganisation() {
        assertEquals(
                List.of("/Resources/BackupMetadataApi/Properties/Auth/ResourcePolicy/CustomStatements/2/Fn::If/1",
                        "/Resources/CaptureBusPolicy/Properties/Statement",
                        "/Resources/SweepFunctionRole/Properties/Policies/0/PolicyDocument/Statement/4/Fn::If/1"),
                aboutTheOrganisation("template.yaml"));
        assertEquals(List.of("/Resources/ReadRole/Properties/AssumeRolePolicyDocument/Statement/0"),
                aboutTheOrganisation("src/stacks/member.yaml"));
    }

    private static List<String> aboutTheOrganisation(String file) {
        return paths(template(file), "").filter(path -> path.matches(".*/aws:(Principal|Resource)Org(ID|Paths)"))
                .map(path -> path.replaceFirst("/Condition/.*", "")).toList();
    }

    private static Stream<String> paths(JsonNode node, String path) {
        Stream<String> inside = node.isArray()
                ? IntStream.range(0, node.size()).boxed().flatMap(i -> paths(node.path(i), path + "/" + i))
                : node.properties().stream().flatMap(each -> paths(each.getValue(), path + "/" + each.getKey()));
        return Stream.concat(Stream.of(path), inside);
    }

    /** Whether a statement allows it and none denies it. */
    private static boolean allows(JsonNode statements, Request request) {
        Set<String> effects = elements(statements).map(each -> each.has("Fn::If") ? each.path("Fn::If").path(1) : each)
                .filter(statement -> applies(statement, request)).map(statement -> statement.path("Effect").asText())
                .collect(Collectors.toSet());
        return effects.equals(Set.of("Allow"));
    }

    private static boolean applies(JsonNode statement, Request request) {
        return elements(statement.path("Action")).anyMatch(action -> action.asText().equals(request.action()))
                && isPrincipal(statement.path("Principal"), request.principal())
                && (!statement.has("Resource") || elements(statement.path("Resource")).map(
                        OrganizationPoliciesTest::text).anyMatch(pattern -> isLike(pattern, request.resource())))
                && statement.path("Condition").properties().stream()
                        .allMatch(operator -> operator.getValue().properties().stream().allMatch(
                                key -> holds(operator.getKey(), text(key.getValue()),
                                        request.keys().get(key.getKey()))));
    }

    /** An account, or its root, stands for every principal of the account. A role's own policy has no principal. */
    private static boolean isPrincipal(JsonNode principal, String who) {
        return principal.isMissingNode() || principal.asText().equals("*")
                || Stream.of(text(principal.path("AWS")).split(",", -1))
                        .map(each -> each.replaceFirst("^arn:aws:iam::(\\d{12}):root$", "$1"))
                        .anyMatch(each -> each.equals("*") || who.startsWith("arn:aws:iam::" + each + ":"));
    }

    /** A key that the request has not makes the condition false, unless it is negated. */
    private static boolean holds(String operator, String wanted, @Nullable String got) {
        return switch (operator) {
            case "StringEquals", "Bool" -> wanted.equals(got);
            case "StringNotEquals" -> !wanted.equals(got);
            case "ArnEquals", "ArnLike" -> got != null && isLikeArn(wanted, got);
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
        if (node.has("Fn::Split")) {
            return text(node.path("Fn::Split").path(1));
        }
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
