package org.backupmetadata.lambda.capture;

import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;

/** Lists and describes backups by another client, with the session of one account. Has no other calls. */
final class RoleClient implements DynamoDbClient {

    private final DynamoDbClient client;
    private final MemberSession session;

    RoleClient(DynamoDbClient client, MemberSession session) {
        this.client = client;
        this.session = session;
    }

    @Override
    public ListBackupsResponse listBackups(ListBackupsRequest request) {
        return call(credentials -> client
                .listBackups(request.toBuilder().overrideConfiguration(with(credentials, request)).build()));
    }

    @Override
    public DescribeBackupResponse describeBackup(DescribeBackupRequest request) {
        return call(credentials -> client
                .describeBackup(request.toBuilder().overrideConfiguration(with(credentials, request)).build()));
    }

    /**
     * The call fails if its session has ended, since a second one would not be paced. The next call has a new session.
     */
    private <T> T call(Function<AwsCredentialsProvider, T> call) {
        AwsCredentialsProvider credentials = session.current();
        try {
            return call.apply(credentials);
        } catch (DynamoDbException e) {
            if (e.awsErrorDetails() != null && "ExpiredTokenException".equals(e.awsErrorDetails().errorCode())) {
                session.leave(credentials);
            }
            throw e;
        }
    }

    private static AwsRequestOverrideConfiguration with(AwsCredentialsProvider credentials, DynamoDbRequest request) {
        return request.overrideConfiguration().map(AwsRequestOverrideConfiguration::toBuilder)
                .orElseGet(AwsRequestOverrideConfiguration::builder).credentialsProvider(credentials).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // the client under it belongs to others, too
    }
}
