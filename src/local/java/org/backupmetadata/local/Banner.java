package org.backupmetadata.local;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The settings that a sweep does not ignore. */
    private static final Set<String> FOR_A_SWEEP = Set.of("AWS_PROFILE", "AWS_SESSION_TOKEN", "HTTPS_PROXY",
            "https_proxy");

    private final BackupFiles.Loaded loaded;
    private final Optional<LocalSweep> sweep;

    /** A banner over at least one backup, or over an account that is swept. */
    Banner(BackupFiles.Loaded loaded, Optional<LocalSweep> sweep) {
        this.loaded = loaded;
        this.sweep = sweep;
    }

    /** The loaded backups, and those that the sweep has found up to now. */
    private Stream<BackupDetails> backups() {
        return Stream.concat(swept(), loaded.backups().stream().map(BackupDescription::backupDetails));
    }

    private Stream<BackupDetails> swept() {
        return sweep.stream().flatMap(account -> account.backups().stream())
                .map(backup -> BackupDetails.builder().backupArn(backup.backupArn())
                        .backupStatus(backup.backupStatusAsString())
                        .backupExpiryDateTime(backup.backupExpiryDateTime()).build());
    }

    private static BackupArn arn(BackupDetails backup) {
        return BackupArn.parse(backup.backupArn());
    }

    private Map<String, List<BackupArn>> arnsByAccount() {
        return backups().map(Banner::arn).distinct().collect(
                Collectors.groupingBy(arn -> arn.place().account().digits(), TreeMap::new, Collectors.toList()));
    }

    /** The account that is swept, or the one that owns most of the backups; of several, the lowest. */
    String mainAccount() {
        return sweep.map(account -> account.account().digits()).orElseGet(this::largestAccount);
    }

    private String largestAccount() {
        Map<String, List<BackupArn>> arnsByAccount = arnsByAccount();
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
                %s  Backups    %s
                %s%s
                %s

                Ctrl-C ends it.""".formatted(url, url, template.stage(), handler, options.payload(),
                database.endpoint(),
                template.backupTable().tableName(), options.database().isEmpty() ? "in memory" : "kept", ignored(),
                source(options), accounts(),
                problems(Stream.concat(loaded.problems().stream(), loaded.notes().stream()).toList()),
                commands(options, port));
    }

    /** Where the backups are from. */
    String source(LocalRun.Options options) {
        return Stream.concat(
                sweep.stream().map(account -> account.backups().size() + " swept from account " + account.account()
                        + options.sweep().flatMap(SweepRequest::endpoint).map(endpoint -> " at " + endpoint).orElse("")
                        + ", and the sweep goes on"),
                options.backups().stream()
                        .map(path -> loaded.backups().size() + " loaded from " + path + ", " + loaded.bad() + " bad"))
                .collect(Collectors.joining("; "));
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** Who may call, and commands that can be copied. */
    String commands(LocalRun.Options options, int port) {
        Optional<BackupArn> sample = sample();
        Place place = sample.map(BackupArn::place).or(() -> sweep.map(account -> account.places().getFirst()))
                .orElseThrow();
        String region = options.checksSignatures() ? LocalDatabase.REGION : place.region();
        String command = "aws dynamodb "
                + (sample.isPresent() ? "describe-backup" : "list-backups --backup-type ALL") + " --endpoint-url "
                + url(port) + " --region " + region
                + sample.map(arn -> " \\\n      --backup-arn " + arn.text()).orElse("");
        return options.checksSignatures() ? howToSign(command) : howToCall(place, url(port), command);
    }

    /** How many backups are loaded of each account and Region. */
    SortedMap<Place, Long> backupsByPlace() {
        return backups().map(Banner::arn).distinct().map(BackupArn::place)
                .collect(Collectors.groupingBy(place -> place, () -> new TreeMap<>(
                        Comparator.comparing((Place place) -> place.account().digits()).thenComparing(Place::region)),
                        Collectors.counting()));
    }

    private String ignored() {
        List<String> settings = DeveloperSettings.overridden(System.getenv()).stream()
                .filter(name -> sweep.isEmpty() || !FOR_A_SWEEP.contains(name)).toList();
        return settings.isEmpty() ? "" : "  Ignored    " + String.join(", ", settings) + " of the environment\n";
    }

    private String howToCall(Place place, String url, String command) {
        return """
                An access key id of 12 digits is the caller's account; any other key is account %s's. Try:

                  AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=any \\
                    %s

                or, with the AWS CLI set up for an account of your own:

                  %s

                Lists are of the client's Region; another one, or another account, may stand in the endpoint's path:

                  aws dynamodb list-backups --endpoint-url %s/%s/%s \\
                      --region %s --backup-type ALL""".formatted(mainAccount(), place.account(), command, command, url,
                place.account(), place.region(), place.region());
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
    private Optional<BackupArn> sample() {
        String account = mainAccount();
        return backups().filter(backup -> !isGone(backup)).map(Banner::arn)
                .filter(arn -> arn.place().account().digits().equals(account)).findFirst()
                .or(() -> sweep.isPresent() ? Optional.empty() : backups().map(Banner::arn).findFirst());
    }

    private static boolean isGone(BackupDetails details) {
        return details.backupStatus() == BackupStatus.DELETED || (details.backupExpiryDateTime() != null
                && details.backupExpiryDateTime().isBefore(Instant.now()));
    }

    private String accounts() {
        StringBuilder text = new StringBuilder();
        arnsByAccount().forEach((account, arns) -> {
            Set<String> regions = arns.stream().map(arn -> arn.place().region())
                    .collect(Collectors.toCollection(TreeSet::new));
            text.append("             ").append(account).append(": ").append(arns.size()).append(" in ")
                    .append(String.join(", ", regions)).append('\n');
        });
        sweep.stream().flatMap(account -> account.troubles().stream())
                .forEach(trouble -> text.append("             ").append(trouble).append('\n'));
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
