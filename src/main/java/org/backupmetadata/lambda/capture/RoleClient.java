package org.backupmetadata.lambda.capture;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;

/** Lists and describes backups by another client, with the credentials of one account. Has no other calls. */
final class RoleClient implements DynamoDbClient {

    private final DynamoDbClient client;
    private final AwsCredentialsProvider credentials;

    RoleClient(DynamoDbClient client, AwsCredentialsProvider credentials) {
        this.client = client;
        this.credentials = credentials;
    }

    @Override
    public ListBackupsResponse listBackups(ListBackupsRequest request) {
        return client.listBackups(request.toBuilder().overrideConfiguration(ofAccount(request)).build());
    }

    @Override
    public DescribeBackupResponse describeBackup(DescribeBackupRequest request) {
        return client.describeBackup(request.toBuilder().overrideConfiguration(ofAccount(request)).build());
    }

    private AwsRequestOverrideConfiguration ofAccount(DynamoDbRequest request) {
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
