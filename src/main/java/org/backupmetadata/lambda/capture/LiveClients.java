package org.backupmetadata.lambda.capture;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.backupmetadata.capture.Sweeper;
import org.backupmetadata.model.Place;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The clients with which a sweep reads accounts: one for each Region, made on demand, with a common pool of
 * connections. They do not retry, since retries would not be paced.
 */
public final class LiveClients implements Function<Place, DynamoDbClient> {

    private static final Duration CALL = Duration.ofSeconds(10);

    private final Place own;
    private final LiveEndpoint endpoint;
    private final AwsCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
    private final SdkHttpClient http = Apache5HttpClient.builder().maxConnections(Sweeper.SLOTS).build();
    private final Map<String, DynamoDbClient> clients = new ConcurrentHashMap<>();

    /** The clients of that account, of AWS's own DynamoDB in each Region or of another one that stands for it. */
    public LiveClients(Place own, Optional<URI> endpoint) {
        this.own = own;
        this.endpoint = new LiveEndpoint(endpoint);
    }

    /**
     * A client that reads the backups of a place.
     *
     * @throws IllegalArgumentException if it is another account's: with the wrong credentials its backups would seem to
     * be deleted
     */
    @Override
    public DynamoDbClient apply(Place place) {
        if (!place.account().equals(own.account())) {
            throw new IllegalArgumentException("no role to read " + place + " with");
        }
        return clients.computeIfAbsent(place.region(), this::client);
    }

    private DynamoDbClient client(String region) {
        return DynamoDbClient.builder().region(Region.of(region)).endpointProvider(endpoint)
                .credentialsProvider(credentials).httpClient(http).overrideConfiguration(config -> config
                        .apiCallTimeout(CALL).retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }
}
