package org.backupmetadata.local;

import java.util.regex.Pattern;
import org.backupmetadata.model.Regions;
import org.jspecify.annotations.Nullable;

/**
 * Who signed a request.
 *
 * @param account the account of the access key
 * @param accessKeyId the access key
 * @param region the Region that the request was signed for, or null if there is no such Region
 */
record LocalCaller(String account, String accessKeyId, @Nullable String region) {

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    /**
     * The caller whom a signature names. The signature itself is not checked: an access key id of 12 digits is the
     * caller's account, a convention of other local stand-ins for AWS, so that anybody can call as any account.
     *
     * @param otherKeysAccount the account of every access key id that is not an account id
     */
    static LocalCaller named(CredentialScope scope, String otherKeysAccount) {
        String key = scope.accessKeyId();
        return new LocalCaller(ACCOUNT.matcher(key).matches() ? key : otherKeysAccount, key,
                Regions.contains(scope.region()) ? scope.region() : null);
    }

    String userId() {
        return "AIDA" + account;
    }

    String userArn() {
        return "arn:aws:iam::" + account + ":user/local";
    }
}
