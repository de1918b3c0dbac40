package org.backupmetadata.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.backupmetadata.local.SamTemplate;

/**
 * Calls functions of {@code template.yaml} for a script, each in one execution environment: reads lines of a function's
 * logical id, a space and an event, and answers each with a line. What the functions log goes to standard error.
 *
 * <p>A function has the template's environment variables. This process's own come before them, and so do its
 * {@code AWS_} variables.
 */
public final class Invocations implements AutoCloseable {

    /** Longer than a tick of what a script sweeps. */
    private static final Duration TIMEOUT = Duration.ofSeconds(140);

    private final SamTemplate template = SamTemplate.read(Path.of("template.yaml"));
    private final LambdaPackage code;
    private final Map<String, ExecutionEnvironment> functions = new HashMap<>();
    private final Map<String, Integer> logged = new HashMap<>();

    private Invocations(LambdaPackage code) {
        this.code = code;
    }

    /**
     * Serves standard input until it ends. The argument is a name for the functions' package in {@code target/lambda}.
     */
    public static void main(String[] arguments) throws IOException {
        LambdaPackage code = LambdaPackage.of(arguments[0], Path.of("target", "classes"), LambdaPackage.runtimeScope());
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (Invocations invocations = new Invocations(code)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] call = line.split(" ", 2);
                answers.println(invocations.invoke(call[0], call[1]));
            }
        }
    }

    private String invoke(String function, String event) {
        ExecutionEnvironment environment = functions.computeIfAbsent(function, this::start);
        try {
            return new String(environment.invoke(event.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        } finally {
            String log = environment.log();
            System.err.print(log.substring(logged.getOrDefault(function, 0)));
            logged.put(function, log.length());
        }
    }

    private ExecutionEnvironment start(String logicalId) {
        SamTemplate.Function described = template.function(logicalId);
        LambdaFunction function = LambdaFunction.of(code, described.handlerClass()).timeout(TIMEOUT);
        described.environment().forEach(function::variable);
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("AWS_") || described.environment().containsKey(name)) {
                function.variable(name, value);
            }
        });
        return function.start();
    }

    @Override
    public void close() {
        functions.values().forEach(ExecutionEnvironment::close);
    }
}
