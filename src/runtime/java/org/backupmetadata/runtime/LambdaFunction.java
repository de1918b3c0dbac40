package org.backupmetadata.runtime;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * A function as it is configured on Lambda: code, handler, memory, time-out, environment variables, SnapStart or
 * not. Each
 * {@link #start()} makes a new execution environment of it.
 */
public final class LambdaFunction {
    private static final Path RUNTIME_LIBRARY = unpackRuntimeLibrary();

    private final LambdaPackage code;
    private final String handler;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> flags = new ArrayList<>();
    private boolean snapStart;
    private int memory = 512;
    private Duration timeout = Duration.ofSeconds(15);

    private LambdaFunction(LambdaPackage code, String handler) {
        this.code = code;
        this.handler = handler;
    }

    /** A function of 512 MB and 15 seconds without SnapStart. */
    public static LambdaFunction of(LambdaPackage code, String handler) {
        return new LambdaFunction(code, handler);
    }

    /** Turns SnapStart on. */
    public LambdaFunction snapStart() {
        snapStart = true;
        return this;
    }

    /** Sets the memory size. */
    public LambdaFunction memory(int megabytes) {
        memory = megabytes;
        return this;
    }

    /** Sets how long the function is told that a call may take. */
    public LambdaFunction timeout(Duration time) {
        timeout = time;
        return this;
    }

    /** Sets an environment variable. */
    public LambdaFunction variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Removes an environment variable. */
    public LambdaFunction without(String variable) {
        environment.remove(variable);
        return this;
    }

    /** Adds a flag to the JVM's. */
    public LambdaFunction flag(String flag) {
        flags.add(flag);
        return this;
    }

    /** Sets the proxy as the function's DynamoDB endpoint, and trusts its certificate. */
    public LambdaFunction table(TableProxy proxy, TestAuthority authority) {
        return variable("AWS_ENDPOINT_URL_DYNAMODB", proxy.endpoint())
                .flag("-Djavax.net.ssl.trustStore=" + authority.trustStore());
    }

    /** Gives the function credentials in environment variables, as Lambda does without SnapStart. */
    public LambdaFunction credentials(String accessKey, String secretKey) {
        return variable("AWS_ACCESS_KEY_ID", accessKey).variable("AWS_SECRET_ACCESS_KEY", secretKey)
                .variable("AWS_SESSION_TOKEN", "session-of-" + accessKey);
    }

    /** Lets the function fetch its credentials, as Lambda does under SnapStart. */
    public LambdaFunction credentials(CredentialsEndpoint endpoint) {
        return variable("AWS_CONTAINER_CREDENTIALS_FULL_URI", endpoint.uri())
                .variable("AWS_CONTAINER_AUTHORIZATION_TOKEN", endpoint.token());
    }

    /** Starts an execution environment. */
    public ExecutionEnvironment start() {
        return new ExecutionEnvironment(code.root(), command(), variables(), timeout);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:MaxHeapSize=" + memory * 1024 * 85 / 100 + "k", "-XX:+UseSerialGC",
                "-XX:+TieredCompilation", "-XX:+ErrorFileToStderr", "-Djava.net.preferIPv4Stack=true",
                "--add-opens=java.base/java.io=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=" + RUNTIME_LIBRARY));
        if (!snapStart) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.addAll(flags);
        // The runtime's own jars only: the client loads the function from the working directory, in a loader of its own.
        command.addAll(List.of("-classpath", runtimeClasspath(), AWSLambda.class.getName(), handler));
        return command;
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>(Map.of("_HANDLER", handler, "AWS_REGION", "us-east-1",
                "AWS_DEFAULT_REGION", "us-east-1", "AWS_LAMBDA_FUNCTION_NAME", "backup-metadata",
                "AWS_LAMBDA_FUNCTION_VERSION", "1", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(memory),
                "AWS_LAMBDA_INITIALIZATION_TYPE", snapStart ? "snap-start" : "on-demand", "LAMBDA_TASK_ROOT",
                code.root().toString(), "LANG", "en_US.UTF-8", "TZ", ":UTC"));
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
        variables.putAll(environment);
        return variables;
    }

    private static String runtimeClasspath() {
        return Stream.of(AWSLambda.class, LambdaRuntime.class, PojoSerializer.class, SdkInternalThreadLocal.class)
                .map(LambdaPackage::jarOf).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path unpackRuntimeLibrary() {
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        String library = "/jni/libaws-lambda-jni.linux-" + processor + ".so";
        try (InputStream packed = AWSLambda.class.getResourceAsStream(library)) {
            if (packed == null) {
                throw new IllegalStateException("The runtime client has no " + library);
            }
            Path unpacked = Files.createTempFile("libaws-lambda-jni", ".so");
            unpacked.toFile().deleteOnExit();
            Files.write(unpacked, packed.readAllBytes());
            return unpacked;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
