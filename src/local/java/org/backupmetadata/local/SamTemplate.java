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
 * The parts of {@code template.yaml} that the local run uses, so that it cannot differ from what is deployed: the
 * tables, the functions' handlers and environments, and the API's stage. A reference to a resource is its logical id
 * here, and a parameter has its default value.
 *
 * @param tables the request that creates each table, by logical id
 * @param functions each function, by logical id
 * @param stage the stage of the REST API
 */
public record SamTemplate(Map<String, CreateTableRequest> tables, Map<String, Function> functions, String stage) {

    /** The logical id of the function behind the API. */
    public static final String API_FUNCTION = "BackupMetadataFunction";

    private static final String API = "BackupMetadataApi";

    /** The properties that DynamoDB's API and CloudFormation have under the same name and in the same form. */
    private static final Set<String> TABLE_PROPERTIES = Set.of("AttributeDefinitions", "KeySchema",
            "LocalSecondaryIndexes", "GlobalSecondaryIndexes", "BillingMode", "ProvisionedThroughput",
            "OnDemandThroughput");

    /** The reference that removes a property. */
    private static final String NO_VALUE = "AWS::NoValue";

    /**
     * A function.
     *
     * @param handlerClass the class that Lambda calls
     * @param environment its environment variables
     */
    public record Function(String handlerClass, Map<String, String> environment) {

        /** Copies the environment. */
        public Function {
            environment = Map.copyOf(environment);
        }
    }

    /** Copies the maps. */
    public SamTemplate {
        tables = Map.copyOf(tables);
        functions = Map.copyOf(functions);
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

    /** The request that creates the table of backups. */
    public CreateTableRequest backupTable() {
        return find(tables, "BackupTable");
    }

    /** The request that creates the table of coverage. */
    public CreateTableRequest coverageTable() {
        return find(tables, "CoverageTable");
    }

    /**
     * The function of that logical id.
     *
     * @throws LocalRunException if there is none
     */
    public Function function(String logicalId) {
        return find(functions, logicalId);
    }

    private static <T> T find(Map<String, T> resources, String logicalId) {
        T resource = resources.get(logicalId);
        if (resource == null) {
            throw new LocalRunException("The local run wants " + logicalId + " in the template.");
        }
        return resource;
    }

    /** The same template with that suffix on the names of its tables, also in the functions' environments. */
    SamTemplate withTableNames(String suffix) {
        Map<String, CreateTableRequest> renamed = new HashMap<>(tables);
        renamed.replaceAll((id, table) -> table.toBuilder().tableName(table.tableName() + suffix).build());
        Map<String, Function> configured = new HashMap<>(functions);
        configured.replaceAll((id, function) -> {
            Map<String, String> environment = new HashMap<>(function.environment());
            environment.replaceAll((name, value) -> tables.containsKey(value) ? value + suffix : value);
            return new Function(function.handlerClass(), environment);
        });
        return new SamTemplate(renamed, configured, stage);
    }

    /** The template as plain maps and lists, with CloudFormation's functions evaluated. */
    private static final class Template {

        private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9]+)}");

        private final Map<?, ?> document;

        Template(Object document) {
            this.document = map(document, "the template");
        }

        SamTemplate toSamTemplate() {
            Map<String, CreateTableRequest> tables = new HashMap<>();
            resources("AWS::DynamoDB::Table").forEach((id, table) -> tables.put(id, createTable(id, table)));
            Map<String, Function> functions = new HashMap<>();
            resources("AWS::Serverless::Function").forEach((id, function) -> functions.put(id,
                    new Function(text(function.get("Handler"), "Handler"), environment(function))));
            Map<?, ?> api = find(resources("AWS::Serverless::Api"), API);
            return new SamTemplate(tables, functions, text(api.get("StageName"), "StageName"));
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

        /** The properties of every resource of that type, by logical id. */
        private Map<String, Map<?, ?>> resources(String type) {
            Map<String, Map<?, ?>> found = new HashMap<>();
            map(document.get("Resources"), "Resources").forEach((id, value) -> {
                Map<?, ?> resource = map(value, String.valueOf(id));
                if (type.equals(resource.get("Type"))) {
                    found.put(String.valueOf(id), map(resource.get("Properties"), id + ".Properties"));
                }
            });
            return found;
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
