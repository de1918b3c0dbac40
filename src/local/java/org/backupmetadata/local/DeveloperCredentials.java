package org.backupmetadata.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * A developer's own AWS credentials, in the order in which AWS's SDKs look for them: environment variables, a web
 * identity, a profile, a container's, an instance's. The SDK's default chain is of no use here: in this process it
 * finds the credentials of the local database ({@link DeveloperSettings}, {@link LocalDatabase#useForDefaultClients}).
 */
final class DeveloperCredentials {

    private static final String HOW_TO = "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.";

    private final Map<String, String> environment;

    /** The credentials that are meant by those environment variables, and else by the files in the home directory. */
    DeveloperCredentials(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Finds them. They are refreshed when they expire, where that can be done.
     *
     * @throws LocalRunException if there are none, or they cannot be had
     */
    AwsCredentialsProvider find() {
        List<AwsCredentialsProvider> found = candidates();
        if (found.isEmpty()) {
            throw new LocalRunException("There are no AWS credentials in this environment: " + HOW_TO);
        }
        AwsCredentialsProvider provider = found.size() == 1
                ? found.getFirst()
                : AwsCredentialsProviderChain.of(found.toArray(AwsCredentialsProvider[]::new));
        try {
            provider.resolveCredentials();
            return provider;
        } catch (RuntimeException e) { // some of a profile's providers throw exceptions that are not the SDK's
            throw new LocalRunException(
                    "The AWS credentials of this environment cannot be had: " + LiveFailure.oneLine(e) + " Otherwise "
                            + HOW_TO,
                    e);
        }
    }

    private List<AwsCredentialsProvider> candidates() {
        if (isSet("AWS_ACCESS_KEY_ID") || isSet("AWS_SECRET_ACCESS_KEY")) {
            return List.of(fromVariables());
        }
        List<AwsCredentialsProvider> found = new ArrayList<>();
        if (isSet("AWS_WEB_IDENTITY_TOKEN_FILE")) {
            found.add(WebIdentityTokenFileCredentialsProvider.create());
        }
        String profile = isSet("AWS_PROFILE") ? text("AWS_PROFILE") : "default";
        if (files().profile(profile).isPresent()) {
            found.add(ProfileCredentialsProvider.builder().profileFile(this::files).profileName(profile).build());
        } else if (isSet("AWS_PROFILE")) {
            throw new LocalRunException("There is no profile " + profile + " in " + file("AWS_CONFIG_FILE", "config")
                    + " or " + file("AWS_SHARED_CREDENTIALS_FILE", "credentials") + ".");
        }
        if (isSet("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") || isSet("AWS_CONTAINER_CREDENTIALS_FULL_URI")) {
            found.add(ContainerCredentialsProvider.builder().build());
        }
        if (!isSet("AWS_PROFILE") && !text("AWS_EC2_METADATA_DISABLED").equalsIgnoreCase("true")) {
            found.add(InstanceProfileCredentialsProvider.create());
        }
        return found;
    }

    private AwsCredentialsProvider fromVariables() {
        for (String name : List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")) {
            if (!isSet(name)) {
                throw new LocalRunException("Of the AWS credentials in this environment, " + name + " is missing.");
            }
        }
        String account = isSet("AWS_ACCOUNT_ID") ? text("AWS_ACCOUNT_ID") : null;
        String key = text("AWS_ACCESS_KEY_ID");
        String secret = text("AWS_SECRET_ACCESS_KEY");
        return StaticCredentialsProvider.create(isSet("AWS_SESSION_TOKEN")
                ? AwsSessionCredentials.builder().accessKeyId(key).secretAccessKey(secret)
                        .sessionToken(text("AWS_SESSION_TOKEN")).accountId(account).build()
                : AwsBasicCredentials.builder().accessKeyId(key).secretAccessKey(secret).accountId(account).build());
    }

    private boolean isSet(String name) {
        return !text(name).isEmpty();
    }

    private String text(String name) {
        return environment.getOrDefault(name, "").strip();
    }

    private Path file(String variable, String name) {
        return isSet(variable) ? Path.of(text(variable)) : Path.of(System.getProperty("user.home"), ".aws", name);
    }

    private ProfileFile files() {
        ProfileFile.Aggregator files = ProfileFile.aggregator();
        add(files, file("AWS_SHARED_CREDENTIALS_FILE", "credentials"), ProfileFile.Type.CREDENTIALS);
        add(files, file("AWS_CONFIG_FILE", "config"), ProfileFile.Type.CONFIGURATION);
        return files.build();
    }

    private static void add(ProfileFile.Aggregator files, Path file, ProfileFile.Type type) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try {
            files.addFile(ProfileFile.builder().content(file).type(type).build());
        } catch (RuntimeException e) {
            throw new LocalRunException("The AWS settings in " + file + " cannot be read: " + LiveFailure.oneLine(e),
                    e);
        }
    }
}
