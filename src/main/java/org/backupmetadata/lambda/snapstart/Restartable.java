package org.backupmetadata.lambda.snapstart;

import java.io.IOException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A function whose DynamoDB client can be replaced. {@link SnapStart} knows no more of a function. */
public interface Restartable {

    /** Replaces the client, and closes the one before. Must not be called while requests are answered. */
    void use(DynamoDbClient client);

    /**
     * Makes the client open its connection and fetch its credentials.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table did not answer
     */
    void connect();

    /**
     * Asks the real table for what cannot be in it, in the way of the function's work.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table did not answer
     * @throws RuntimeException if the outcome is not the expected one
     */
    void readNothing() throws IOException;
}
