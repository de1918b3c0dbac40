package org.backupmetadata.local;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.backupmetadata.model.BackupArn;
import org.backupmetadata.model.Place;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;

/** The text that a local run prints when it has started. */
final class Banner {

    private static final int LINES_SHOWN = 20;

    private final BackupFiles.Loaded loaded;
    private final Map<String, List<BackupArn>> arnsByAccount;

    /** A banner over at least one backup. */
    Banner(BackupFiles.Loaded loaded) {
        this.loaded = loaded;
        this.arnsByAccount = loaded.backups().stream().map(Banner::arn)
                .collect(Collectors.groupingBy(arn -> arn.place().account().digits(), TreeMap::new,
                        Collectors.toList()));
    }

    private static BackupArn arn(BackupDescription backup) {
        return BackupArn.parse(backup.backupDetails().backupArn());
    }

    /** The account that owns most of the backups; of several, the lowest. */
    String mainAccount() {
        int most = arnsByAccount.values().stream().mapToInt(List::size).max().orElseThrow();
        return arnsByAccount.entrySet().stream().filter(entry -> entry.getValue().size() == most)
                .map(Map.Entry::getKey).findFirst().orElseThrow();
    }

    /** The message if nothing was loaded. */
    static String nothingLoaded(Path backups, BackupFiles.Loaded loaded) {
        String sentence = loaded.bad() == 0
                ? "No backup was loaded: there is none in " + backups
                        + " (of a folder, the .json, .ndjson and .jsonl files are read)."
                : "No backup was loaded from " + backups + ": 0 good documents, " + loaded.bad() + " bad.";
        return (problems(loaded.problems()) + sentence).stripLeading();
    }

    /** The whole banner. */
    String text(LocalRun.Options options, SamTemplate template, String handler, int port, LocalDatabase database) {
        String url = url(port);
        return """
                Backup Metadata Service, on this machine

                  API        %s, also with the stage: %s/%s
                             answered by %s (payload %s)
                  Database   %s, table %s (%s)
                %s  Backups    %s loaded from %s, %s bad
                %s%s
                %s

                Ctrl-C ends it.""".formatted(url, url, template.stage(), handler, options.payload(),
                database.endpoint(),
                template.backupTable().tableName(), options.database().isEmpty() ? "in memory" : "kept", ignored(),
                loaded.backups().size(), options.backups(), loaded.bad(),
                accounts(), problems(Stream.concat(loaded.problems().stream(), loaded.notes().stream()).toList()),
                commands(options, port));
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** Who may call, and commands that can be copied. */
    String commands(LocalRun.Options options, int port) {
        BackupArn sample = sample();
        String region = options.checksSignatures() ? LocalDatabase.REGION : sample.place().region();
        String command = "aws dynamodb describe-backup --endpoint-url " + url(port) + " --region " + region
                + " \\\n      --backup-arn " + sample.text();
        return options.checksSignatures() ? howToSign(command) : howToCall(sample, url(port), command);
    }

    /** How many backups are loaded of each account and Region. */
    SortedMap<Place, Long> backupsByPlace() {
        return loaded.backups().stream().map(backup -> arn(backup).place())
                .collect(Collectors.groupingBy(place -> place, () -> new TreeMap<>(
                        Comparator.comparing((Place place) -> place.account().digits()).thenComparing(Place::region)),
                        Collectors.counting()));
    }

    private static String ignored() {
        List<String> settings = DeveloperSettings.overridden(System.getenv());
        return settings.isEmpty() ? "" : "  Ignored    " + String.join(", ", settings) + " of the environment\n";
    }

    private String howToCall(BackupArn sample, String url, String command) {
        return """
                An access key id of 12 digits is the caller's account; any other key is account %s's. Try:

                  AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=any \\
                    %s

                or, with the AWS CLI set up for an account of your own:

                  %s

                Lists are of the client's Region; another one, or another account, may stand in the endpoint's path:

                  aws dynamodb list-backups --endpoint-url %s/%s/%s \\
                      --region %s --backup-type ALL""".formatted(mainAccount(), sample.place().account(), command,
                command, url,
                sample.place().account(), sample.place().region(), sample.place().region());
    }

    private static String howToSign(String command) {
        return IamAuthentication.keys()
                .map(key -> "  %-12s %-28s account %s\n".formatted(key.accessKeyId(), key.secretAccessKey(),
                        key.account()))
                .collect(Collectors.joining("",
                        "Signatures are checked: Version 4, for the service execute-api in " + LocalDatabase.REGION
                                + ". The keys, with their secrets:\n\n",
                        """

                                src/clients makes each SDK sign so. Try:

                                  AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_DATA_PATH=src/clients/aws-data \\
                                    %s""".formatted(IamAuthentication.ALICE.accessKeyId(),
                                IamAuthentication.ALICE.secretAccessKey(), command)));
    }

    /** A backup for the example command: one of the main account that still exists. */
    private BackupArn sample() {
        return loaded.backups().stream().filter(backup -> !isGone(backup.backupDetails())).map(Banner::arn)
                .filter(arn -> arn.place().account().digits().equals(mainAccount())).findFirst()
                .orElseGet(() -> arn(loaded.backups().getFirst()));
    }

    private static boolean isGone(BackupDetails details) {
        return details.backupStatus() == BackupStatus.DELETED || (details.backupExpiryDateTime() != null
                && details.backupExpiryDateTime().isBefore(Instant.now()));
    }

    private String accounts() {
        StringBuilder text = new StringBuilder();
        arnsByAccount.forEach((account, arns) -> {
            Set<String> regions = arns.stream().map(arn -> arn.place().region())
                    .collect(Collectors.toCollection(TreeSet::new));
            text.append("             ").append(account).append(": ").append(arns.size()).append(" in ")
                    .append(String.join(", ", regions)).append('\n');
        });
        return text.toString();
    }

    private static String problems(List<String> problems) {
        if (problems.isEmpty()) {
            return "";
        }
        int more = problems.size() - LINES_SHOWN;
        return problems.stream().limit(LINES_SHOWN).collect(Collectors.joining("\n", "\n", "\n"))
                + (more > 0 ? "... and " + more + " more\n" : "");
    }
}
