package org.backupmetadata.lambda.capture;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.backupmetadata.capture.AwsBackupClient;
import org.backupmetadata.capture.LiveAccess;
import org.backupmetadata.capture.Sweeper;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.endpoints.AccountIdEndpointMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * The clients with which a sweep reads accounts: one for each Region, made on demand, with a common pool of
 * connections. They do not retry, since retries would not be paced. The function's own credentials read its own account
 * in every Region; another account is read with a role in it, whose session serves all of its Regions and is renewed
 * before it ends, also in the middle of a visit, and after a call that the account refused because it had ended.
 */
public final class LiveClients implements LiveAccess {

    private static final Duration CALL = Duration.ofSeconds(10);

    /** A role that is assumed with a role gets no longer session. */
    private static final int SESSION_SECONDS = 3600;

    private final Place own;
    private final Optional<String> memberRole;
    private final LiveEndpoint endpoint;
    private final boolean standIn;
    private final AwsCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
    private final SdkHttpClient http = Apache5HttpClient.builder().maxConnections(Sweeper.SLOTS).build();
    private final ScheduledExecutorService timeouts = Executors.newScheduledThreadPool(1,
            Thread.ofPlatform().daemon().name("live-call-timeouts").factory());
    private final Map<String, DynamoDbClient> clients = new ConcurrentHashMap<>();
    private final Map<AccountId, MemberSession> sessions = new ConcurrentHashMap<>();
    private volatile @Nullable StsClient sts;

    /**
     * The clients of a function that runs in that place.
     *
     * @param memberRole the name of the role in other accounts, or nothing if only the own account is read
     * @param endpoint another DynamoDB that stands for AWS's own in every Region, or nothing; recovery points are not
     * read then
     */
    public LiveClients(Place own, Optional<String> memberRole, Optional<URI> endpoint) {
        this.own = own;
        this.memberRole = memberRole;
        this.endpoint = new LiveEndpoint(endpoint);
        this.standIn = endpoint.isPresent();
    }

    @Override
    public boolean reaches(Place place) {
        return isOwn(place) || memberRole.isPresent();
    }

    private boolean isOwn(Place place) {
        return place.account().equals(own.account());
    }

    @Override
    public DynamoDbClient dynamoDb(Place place) {
        DynamoDbClient client = clients.computeIfAbsent(place.region(), this::client);
        return isOwn(place) ? client : new RoleClient(client, session(place));
    }

    @Override
    public Optional<AwsBackupClient> awsBackup(Place place) {
        return standIn
                ? Optional.empty()
                : Optional.of(new AwsBackupClient(http, isOwn(place) ? credentials : session(place), place.region(),
                        backupEndpoint(place.region())));
    }

    /** AWS Backup's endpoint. The SDK knows how the partition's names end, if not those of a service that it lacks. */
    static URI backupEndpoint(String region) {
        boolean fips = SdkSystemSetting.AWS_USE_FIPS_ENDPOINT.getBooleanValue().orElse(false);
        String dynamoDb = DynamoDbClient.serviceMetadata().endpointFor(Region.of(region)).toString();
        return URI.create("https://" + dynamoDb.replaceFirst("^dynamodb\\.", fips ? "backup-fips." : "backup."));
    }

    private MemberSession session(Place place) {
        String role = memberRole
                .orElseThrow(() -> new IllegalArgumentException("no role to read " + place + " with"));
        return sessions.computeIfAbsent(place.account(),
                account -> new MemberSession(() -> assume(account, role)));
    }

    /** A session of the role in that account. The member's trail shows its name. */
    private AwsCredentialsProvider assume(AccountId account, String role) {
        String partition = Region.of(own.region()).metadata().partition().id();
        return StsAssumeRoleCredentialsProvider.builder().stsClient(sts())
                .refreshRequest(request -> request.roleArn("arn:" + partition + ":iam::" + account + ":role/" + role)
                        .roleSessionName("backup-metadata-sweeper").durationSeconds(SESSION_SECONDS))
                .build();
    }

    /** A client of the own Region's STS: the global one's sessions are not valid in Regions that are opted in to. */
    private synchronized StsClient sts() {
        StsClient client = sts;
        if (client == null) {
            client = StsClient.builder().region(Region.of(own.region())).credentialsProvider(credentials)
                    .httpClient(http)
                    .overrideConfiguration(config -> config.apiCallTimeout(CALL).scheduledExecutorService(timeouts))
                    .build();
            sts = client;
        }
        return client;
    }

    private DynamoDbClient client(String region) {
        return DynamoDbClient.builder().region(Region.of(region)).endpointProvider(endpoint)
                .credentialsProvider(credentials).httpClient(http)
                // An endpoint for each account would be a connection for each account.
                .accountIdEndpointMode(AccountIdEndpointMode.DISABLED)
                .overrideConfiguration(config -> config.apiCallTimeout(CALL).scheduledExecutorService(timeouts)
                        .retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }
}
