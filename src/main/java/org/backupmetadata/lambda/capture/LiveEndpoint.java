package org.backupmetadata.lambda.capture;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointParams;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;

/**
 * Where the DynamoDB is whose backups are swept. The SDK's own settings for endpoints, such as the environment variable
 * {@code AWS_ENDPOINT_URL_DYNAMODB}, do not move it: they say where the service's own tables are, or where somebody
 * finds this very service, and a sweep that reads itself proves nothing.
 */
public final class LiveEndpoint implements DynamoDbEndpointProvider {

    private final @Nullable String url;
    private final DynamoDbEndpointProvider rules = DynamoDbEndpointProvider.defaultProvider();

    /** That one in every Region, or AWS's own one of each. */
    public LiveEndpoint(Optional<URI> url) {
        this.url = url.map(URI::toString).orElse(null);
    }

    @Override
    public CompletableFuture<Endpoint> resolveEndpoint(DynamoDbEndpointParams request) {
        return rules.resolveEndpoint(request.toBuilder().endpoint(url).build());
    }
}
