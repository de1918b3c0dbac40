package org.backupmetadata.lambda.snapstart;

import java.io.IOException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A function whose client of DynamoDB can be exchanged: all that {@link SnapStart} knows of a function. */
public interface Restartable {

    /** Goes on with another client, and closes the one before with its connections. Not while requests are answered. */
    void use(DynamoDbClient client);

    /**
     * Has the client open its connection and fetch its credentials.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table did not answer
     */
    void connect();

    /**
     * Reads the true table for what cannot be in it, the way that the function's work does.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table did not answer
     * @throws RuntimeException if the outcome is not the expected one
     */
    void readNothing() throws IOException;
}
