package org.backupmetadata.lambda.capture;

import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The session of the role in one account, for all of its Regions. Thread-safe. */
final class MemberSession implements AwsCredentialsProvider {

    private final Supplier<AwsCredentialsProvider> role;
    private volatile AwsCredentialsProvider current;

    /** Sessions of a role; {@code role} assumes it anew when credentials are first asked for. */
    MemberSession(Supplier<AwsCredentialsProvider> role) {
        this.role = role;
        this.current = role.get();
    }

    /** The session that is in use, which renews itself before it ends. */
    AwsCredentialsProvider current() {
        return current;
    }

    /** Has the next call begin another session than that one, which its account does not take any more. */
    synchronized void leave(AwsCredentialsProvider ended) {
        if (current.equals(ended)) { // another call may have left it already
            current = role.get();
        }
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return current().resolveCredentials();
    }
}
