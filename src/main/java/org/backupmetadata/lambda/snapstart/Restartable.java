package org.backupmetadata.lambda.snapstart;

import java.util.List;
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
     * What the function does, each kind of work once; the last one is what it does most. Made on demand, since a start
     * without a snapshot needs none.
     */
    List<Rehearsal> rehearsals();

    /**
     * Asks the real table for what cannot be in it, in the way of the function's work. It throws an {@link
     * software.amazon.awssdk.core.exception.SdkException} if the table did not answer.
     */
    Rehearsal reading();
}
