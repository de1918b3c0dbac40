package org.backupmetadata.local;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.backupmetadata.lambda.capture.LiveEndpoint;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.BackupArn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.BackupTypeFilter;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;

/** The live DynamoDB of one Region: a client that sweeps it, and what has been seen through that. Thread-safe. */
final class LiveRegion implements ExecutionInterceptor, AutoCloseable {

    private static final Duration CALL = Duration.ofSeconds(10);

    private final String name;
    private final String endpoint;
    private final DynamoDbClient client;
    private final Map<String, BackupSummary> backups = new ConcurrentHashMap<>();
    private volatile boolean listed;
    private volatile @Nullable String trouble;

    /**
     * The Region of that name.
     *
     * @param endpoint a stand-in for AWS's own DynamoDB there
     */
    LiveRegion(String name, Optional<URI> endpoint, AwsCredentialsProvider credentials, SdkHttpClient http) {
        this.name = name;
        this.endpoint = endpoint.map(URI::toString)
                .orElseGet(() -> DynamoDbClient.serviceMetadata().endpointFor(Region.of(name)).toString());
        this.client = DynamoDbClient.builder().region(Region.of(name)).endpointProvider(new LiveEndpoint(endpoint))
                .credentialsProvider(credentials).httpClient(http).overrideConfiguration(config -> config
                        .apiCallTimeout(CALL).retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(this))
                .build();
    }

    String name() {
        return name;
    }

    /** A client without retries, since those would not be paced. */
    DynamoDbClient client() {
        return client;
    }

    /** Asks for one backup. Returns the account that it is of, if there is a backup; a failure becomes the trouble. */
    Optional<AccountId> firstAccount() {
        try {
            return client.listBackups(request -> request.backupType(BackupTypeFilter.ALL).limit(1)).backupSummaries()
                    .stream().flatMap(backup -> arn(backup).flatMap(BackupArn::find).stream())
                    .map(arn -> arn.place().account()).findFirst();
        } catch (SdkException e) {
            return Optional.empty(); // the trouble says why
        }
    }

    /** The ARN in an entry of a list, if it has one. */
    private static Optional<String> arn(@Nullable BackupSummary entry) {
        return Optional.ofNullable(entry).map(BackupSummary::backupArn);
    }

    /** The backups that were listed and have not been found missing since. */
    Collection<BackupSummary> backups() {
        return backups.values();
    }

    /** Whether all backups have been listed, so that descriptions are read, or a sweep has ended. */
    boolean isListed() {
        return listed;
    }

    /** A sweep has ended. */
    void end() {
        listed = true;
    }

    /** Why the last call failed, in a sentence, or nothing if it did not. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        listed |= context.request() instanceof DescribeBackupRequest;
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        trouble = null;
        if (context.response() instanceof ListBackupsResponse page) {
            page.backupSummaries().forEach(backup -> arn(backup).ifPresent(arn -> backups.put(arn, backup)));
        }
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (context.exception() instanceof BackupNotFoundException
                && context.request() instanceof DescribeBackupRequest request) {
            backups.remove(request.backupArn());
        } else {
            trouble = LiveFailure.sentence(context.exception(), endpoint);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
