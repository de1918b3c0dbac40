package org.backupmetadata.benchmark;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.backupmetadata.local.GatewayRequest;
import org.backupmetadata.runtime.LambdaFunction;
import org.backupmetadata.runtime.LambdaPackage;
import org.joda.time.DateTime;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/** One of the functions that are compared: its name in the table, its package, and the event that asks for a backup. */
enum Contender {
    /** Nothing but the runtime. The handler is named with its method, as in AWS's samples. */
    NO_OP("no-op"),
    /** The same, named by its class alone, so that the runtime calls it without reflection, as it calls the product. */
    NO_OP_BY_CLASS("no-op, named without its method"),
    /** One GetItem and nothing else, in the product's package. */
    GET_ITEM("bare GetItem"),
    /** The product's job, written as AWS's samples are. */
    SAMPLE("sample style"),
    /** The product, behind a REST API. */
    SERVICE("this service"),
    /** The product, behind an HTTP API. */
    SERVICE_HTTP_API("... payload 2.0"),
    /** The product in another version, behind a REST API: the checkout that {@link Benchmark} was given. */
    BEFORE("the version before");

    private static final String METHOD = "::handleRequest";

    private final String title;

    Contender(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /**
     * The function, not connected to a table yet.
     *
     * @param before the package of {@link #BEFORE}
     */
    LambdaFunction function(@Nullable LambdaPackage before) {
        LambdaPackage product = LambdaPackage.ofThisProject();
        return switch (this) {
            case NO_OP -> LambdaFunction.of(noOpPackage(), NoOpFunction.class.getName() + METHOD);
            case NO_OP_BY_CLASS -> LambdaFunction.of(noOpPackage(), NoOpFunction.class.getName());
            case GET_ITEM -> LambdaFunction.of(product.with(GetItemFunction.class), GetItemFunction.class.getName());
            case SAMPLE -> LambdaFunction.of(samplePackage(), SampleFunction.class.getName() + METHOD);
            case SERVICE -> LambdaFunction.of(product, "org.backupmetadata.lambda.RestApiHandler");
            case SERVICE_HTTP_API -> LambdaFunction.of(product, "org.backupmetadata.lambda.HttpApiHandler");
            case BEFORE ->
                LambdaFunction.of(Objects.requireNonNull(before), "org.backupmetadata.lambda.RestApiHandler");
        };
    }

    byte[] event(BackupDescription backup) {
        String arn = backup.backupDetails().backupArn();
        GatewayRequest request = GatewayRequest.describeBackup(BackupTable.ACCOUNT, arn);
        String event = switch (this) {
            case NO_OP, NO_OP_BY_CLASS, GET_ITEM -> arn;
            case SAMPLE, SERVICE, BEFORE -> request.restApi();
            case SERVICE_HTTP_API -> request.httpApi();
        };
        return event.getBytes(StandardCharsets.UTF_8);
    }

    private static LambdaPackage noOpPackage() {
        return LambdaPackage.ofTestClasses("no-op", List.of(), NoOpFunction.class);
    }

    /**
     * The SDK with its default dependencies, except for Netty, which a synchronous client does not load; Jackson for
     * the answer; and Joda-Time, without which the runtime client cannot read any event class.
     */
    private static LambdaPackage samplePackage() {
        Stream<Path> more = Stream.of(ObjectMapper.class, JsonFactory.class, JsonInclude.class, DateTime.class)
                .map(LambdaPackage::jarOf);
        List<Path> jars = Stream.concat(LambdaPackage.runtimeScope().stream(), more).toList();
        return LambdaPackage.ofTestClasses("sample", jars,
                Stream.concat(Stream.of(SampleFunction.class, SampleItem.class),
                        Stream.of(SampleItem.class.getClasses())).toArray(Class<?>[]::new));
    }
}
