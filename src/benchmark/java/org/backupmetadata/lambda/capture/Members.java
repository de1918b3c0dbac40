package org.backupmetadata.lambda.capture;

import org.backupmetadata.model.AccountId;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Clients of an organisation's accounts as the sweeper has them, but with no STS, for benchmarks. */
public final class Members {

    private Members() {
    }

    /** A client of that account, which shares the Region's client with all others. A local run knows it by its key. */
    public static DynamoDbClient client(AccountId account, DynamoDbClient ofRegion) {
        return new RoleClient(ofRegion, new MemberSession(() -> StaticCredentialsProvider
                .create(AwsBasicCredentials.create(account.toString(), "secret"))));
    }
}
