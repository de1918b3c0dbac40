package org.backupmetadata.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.backupmetadata.capture.AwsBackupClient.Page;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * For {@code .ci/aws-backup}: {@link StandInAwsBackup} for clients that are not ours, and our client for other
 * stand-ins.
 */
final class AwsBackupCheck {

    private AwsBackupCheck() {
    }

    /**
     * {@code serve <Region> <port> <file>} stands in for AWS Backup, with the recovery points of vaults that the file
     * has by vault. {@code ask <Region> <URL> <ARN of a table>} prints what the lists say that a sweep reads there, a
     * line each.
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("serve")) {
            serve(arguments[1], Integer.parseInt(arguments[2]), arguments[3]);
            return;
        }
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (SdkHttpClient http = Apache5HttpClient.create()) {
            ask(new AwsBackupClient(http, EnvironmentVariableCredentialsProvider.create(), arguments[1],
                    URI.create(arguments[2])), arguments[3], answers);
        }
    }

    /** Until the process that started this one has ended. */
    private static void serve(String region, int port, String file) throws IOException {
        try (StandInAwsBackup backup = StandInAwsBackup.start(region, port)) {
            for (var vault : new ObjectMapper().readTree(new File(file)).properties()) {
                backup.vault(vault.getKey());
                for (JsonNode point : vault.getValue()) {
                    backup.vault(vault.getKey()).put(point.path("RecoveryPointArn").asText(), (ObjectNode) point);
                }
            }
            ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().join());
        }
    }

    private static void ask(AwsBackupClient client, String table, PrintStream answers) {
        try {
            for (String vault : all(client::vaults)) {
                answers.println("vault " + vault);
                all(token -> client.recoveryPoints(vault, Window.ALL, token)).forEach(answers::println);
            }
            all(token -> client.recoveryPointsOf(table, token)).forEach(arn -> answers.println("of the table " + arn));
        } catch (AwsServiceException e) {
            answers.println(e.awsErrorDetails().errorCode());
        }
    }

    private static <T> List<T> all(Function<@Nullable String, Page<T>> list) {
        List<T> items = new ArrayList<>();
        @Nullable
        String token = null;
        do {
            Page<T> page = list.apply(token);
            items.addAll(page.items());
            token = page.next();
        } while (token != null);
        return items;
    }
}
