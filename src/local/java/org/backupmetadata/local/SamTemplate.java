package org.backupmetadata.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.backupmetadata.model.AwsJson;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

/**
 * What the local run takes from {@code template.yaml}, so that it cannot drift apart from what is deployed: the table, the
 * function's handler and environment, and the API's stage. A reference to a resource is its logical id here, and a parameter
 * has its default value.
 *
 * @param createTable makes the table of backups, under its logical id
 * @param handlerClass the class of the function behind the REST API
 * @param stage the stage of that API
 * @param environment the function's environment variables
 */
public record SamTemplate(CreateTableRequest createTable, String handlerClass, String stage,
        Map<String, String> environment) {

    /** The properties that the service's API and CloudFormation have under the same name and in the same form. */
    private static final Set<String> TABLE_PROPERTIES = Set.of("AttributeDefinitions", "KeySchema",
            "LocalSecondaryIndexes", "GlobalSecondaryIndexes", "BillingMode", "ProvisionedThroughput",
            "OnDemandThroughput");

    private static final String TABLE = "BackupTable";
    private static final String FUNCTION = "BackupMetadataFunction";
    private static final String API = "BackupMetadataApi";

    /** What a reference makes of a property that is not to be there. */
    private static final String NO_VALUE = "AWS::NoValue";

    /** Copies the environment. */
    public SamTemplate {
        environment = Map.copyOf(environment);
    }

    /**
     * Reads a template.
     *
     * @throws LocalRunException if it cannot be read, or lacks something that the local run needs
     */
    public static SamTemplate read(Path file) {
        try {
            return new Template(TemplateYaml.load(file)).toSamTemplate();
        } catch (IOException e) {
            throw new LocalRunException("The template " + file + " cannot be read: " + e, e);
        }
    }

    /** The same template whose table has another name, which the function's environment says, too. */
    SamTemplate withTableName(String name) {
        String before = createTable.tableName();
        Map<String, String> renamed = new HashMap<>(environment);
        renamed.replaceAll((variable, value) -> value.equals(before) ? name : value);
        return new SamTemplate(createTable.toBuilder().tableName(name).build(), handlerClass, stage, renamed);
    }

    /** The template as plain maps and lists, and what CloudFormation's functions make of them. */
    private static final class Template {

        private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9]+)}");

        private final Map<?, ?> document;

        Template(Object document) {
            this.document = map(document, "the template");
        }

        SamTemplate toSamTemplate() {
            Map<?, ?> table = properties(TABLE, "AWS::DynamoDB::Table");
            Map<?, ?> function = properties(FUNCTION, "AWS::Serverless::Function");
            Map<?, ?> api = properties(API, "AWS::Serverless::Api");
            return new SamTemplate(createTable(TABLE, table),
                    text(function.get("Handler"), "Handler"), text(api.get("StageName"), "StageName"),
                    environment(function));
        }

        private CreateTableRequest createTable(String name, Map<?, ?> properties) {
            Map<String, Object> request = new LinkedHashMap<>();
            properties.forEach((property, value) -> {
                if (TABLE_PROPERTIES.contains(property)) {
                    request.put((String) property, evaluate(value));
                }
            });
            request.put("TableName", name);
            return AwsJson.read(json(request), CreateTableRequest.builder()).build();
        }

        private Map<String, String> environment(Map<?, ?> function) {
            if (!(function.get("Environment") instanceof Map<?, ?> environment)) {
                return Map.of();
            }
            Map<String, String> variables = new LinkedHashMap<>();
            map(environment.get("Variables"), "Variables").forEach((name, value) -> {
                String text = text(value, String.valueOf(name));
                if (!text.equals(NO_VALUE)) {
                    variables.put(String.valueOf(name), text);
                }
            });
            return variables;
        }

        private Map<?, ?> properties(String logicalId, String type) {
            if (map(document.get("Resources"), "Resources").get(logicalId) instanceof Map<?, ?> resource
                    && type.equals(resource.get("Type"))) {
                return map(resource.get("Properties"), logicalId + ".Properties");
            }
            throw new LocalRunException(
                    "The local run wants " + logicalId + ", of type " + type + ", in the template.");
        }

        private static Map<?, ?> map(@Nullable Object value, String name) {
            if (value instanceof Map<?, ?> map) {
                return map;
            }
            throw new LocalRunException("In the template, " + name + " is not a map.");
        }

        private String text(@Nullable Object value, String name) {
            if (value == null) {
                throw new LocalRunException("The template has no " + name + ".");
            }
            return String.valueOf(evaluate(value));
        }

        private Object evaluate(Object value) {
            return switch (value) {
                case List<?> list -> list.stream().map(this::evaluate).toList();
                case Map<?, ?> map when map.size() == 1 && isFunction(map.keySet().iterator().next()) ->
                    call(String.valueOf(map.keySet().iterator().next()), map.values().iterator().next());
                case Map<?, ?> map -> map.entrySet().stream().collect(
                        Collectors.toMap(entry -> String.valueOf(entry.getKey()), entry -> evaluate(entry.getValue())));
                default -> value;
            };
        }

        private static boolean isFunction(Object key) {
            return key.equals("Ref") || String.valueOf(key).startsWith("Fn::");
        }

        private Object call(String function, Object argument) {
            if (function.equals("Ref")) {
                return reference(String.valueOf(argument));
            } else if (function.equals("Fn::Sub") && argument instanceof String text) {
                return VARIABLE.matcher(text).replaceAll(name -> Matcher.quoteReplacement(reference(name.group(1))));
            } else if (function.equals("Fn::Join") && argument instanceof List<?> pair && pair.size() == 2) {
                return join(pair);
            } else if (function.equals("Fn::If") && argument instanceof List<?> choice && choice.size() == 3) {
                return evaluate(choice.get(holds(condition(choice.getFirst())) ? 1 : 2));
            }
            throw new LocalRunException(
                    "The local run does not know what " + function + " of the template is on this machine.");
        }

        private Object condition(Object name) {
            Object condition = map(document.get("Conditions"), "Conditions").get(name);
            if (condition == null) {
                throw new LocalRunException("The template has no condition " + name + ".");
            }
            return condition;
        }

        private boolean holds(Object condition) {
            if (condition instanceof Map<?, ?> map && map.get("Fn::Not") instanceof List<?> negated) {
                return !holds(negated.getFirst());
            } else if (condition instanceof Map<?, ?> map && map.get("Fn::Equals") instanceof List<?> pair) {
                return String.valueOf(evaluate(pair.getFirst())).equals(String.valueOf(evaluate(pair.getLast())));
            }
            throw new LocalRunException("The local run does not know whether a condition of the template holds: "
                    + condition);
        }

        /** A parameter's default value, or the logical id of a resource. */
        private String reference(String name) {
            if (document.get("Parameters") instanceof Map<?, ?> parameters
                    && parameters.get(name) instanceof Map<?, ?> parameter) {
                return text(parameter.get("Default"), "default value for " + name);
            }
            return name;
        }

        private String join(List<?> pair) {
            Object values = evaluate(pair.get(1));
            return values instanceof List<?> list
                    ? list.stream().map(String::valueOf).collect(Collectors.joining(String.valueOf(pair.get(0))))
                    : String.valueOf(values);
        }

        private static String json(Object value) {
            try {
                return new ObjectMapper().writeValueAsString(value);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
