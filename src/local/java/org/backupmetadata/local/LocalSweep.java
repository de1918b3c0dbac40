package org.backupmetadata.local;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.backupmetadata.capture.LiveAccess;
import org.backupmetadata.capture.SweepClock;
import org.backupmetadata.capture.Sweeper;
import org.backupmetadata.capture.Tick;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.catalog.CoverageTable;
import org.backupmetadata.catalog.KnownBackups;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.Place;
import org.backupmetadata.model.Regions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * {@code -Dsweep}: the deployed sweeper, with the credentials of whoever runs it here. It reads the backups of one
 * account into the local database, and goes on comparing for as long as the local run lasts.
 */
final class LocalSweep implements LiveAccess, AutoCloseable {

    /** How long one tick makes calls: long enough for the largest window, and for a look at the console. */
    private static final Duration TICK = Duration.ofMinutes(2);

    /** Between two ticks, if there is nothing left to do. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** How many calls a walk makes for each backup, at one a second: a page has up to 100. */
    private static final int BACKUPS_A_PAGE = 100;

    /** The part of the time in which all backups are listed anew, at most: one in so many. */
    private static final int SHARE = 10;

    /** How often the console says how far the first lists are. */
    private static final Duration PROGRESS = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, LiveRegion> regions = new LinkedHashMap<>();
    private final List<String> misspelt = new ArrayList<>();
    private final Map<Place, String> lastLines = new HashMap<>();
    private final SdkHttpClient http;
    private final AccountId account;
    private final List<Place> places;
    private final LocalDatabase database;
    private final SamTemplate template;
    private final SweepClock clock;
    private final PrintStream console;
    private @Nullable Thread thread;

    /**
     * Asks each Region for a backup, to find out whose account it is and which Regions answer.
     *
     * @throws LocalRunException if none of them can be swept, or nothing says whose account it is
     */
    LocalSweep(SweepRequest request, Map<String, String> environment, LocalDatabase database, SamTemplate template,
            SweepClock clock, PrintStream console) {
        this.database = database;
        this.template = template;
        this.clock = clock;
        this.console = console;
        this.http = http(request.endpoint(), environment);
        try {
            AwsCredentialsProvider credentials = credentials(request.endpoint(), environment);
            for (String name : request.regions()) {
                if (Regions.contains(name)) {
                    regions.put(name, new LiveRegion(name, request.endpoint(), credentials, http));
                } else {
                    misspelt.add(name);
                }
            }
            this.account = identify(credentials, request.endpoint());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        this.places = request.regions().stream().filter(regions::containsKey).map(name -> new Place(account, name))
                .toList();
    }

    private static AwsCredentialsProvider credentials(Optional<URI> endpoint, Map<String, String> environment) {
        boolean isStandIn = endpoint.filter(url -> "http".equals(url.getScheme())).isPresent();
        try {
            Map<String, String> variables = new HashMap<>(environment);
            if (isStandIn) { // nothing may be sent to an instance's or container's own addresses for it
                variables.put("AWS_EC2_METADATA_DISABLED", "true");
            }
            return new DeveloperCredentials(variables).find();
        } catch (LocalRunException e) {
            if (!isStandIn) {
                throw e;
            }
            return StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
        }
    }

    /** A client that finds AWS by way of the environment's proxy, unlike those of the local database. */
    private static SdkHttpClient http(Optional<URI> endpoint, Map<String, String> environment) {
        Apache5HttpClient.Builder client = Apache5HttpClient.builder().maxConnections(Sweeper.SLOTS);
        String proxy = environment.getOrDefault("HTTPS_PROXY", environment.getOrDefault("https_proxy", ""));
        if (endpoint.isEmpty() && !proxy.isEmpty()) {
            client.proxyConfiguration(proxy(URI.create(proxy.contains("://") ? proxy : "http://" + proxy)));
        }
        return client.build();
    }

    private static ProxyConfiguration proxy(URI url) {
        ProxyConfiguration.Builder proxy = ProxyConfiguration.builder().useSystemPropertyValues(false)
                .useEnvironmentVariableValues(false).endpoint(url);
        if (url.getUserInfo() != null) {
            String[] user = url.getUserInfo().split(":", 2);
            proxy.username(user[0]).password(user.length > 1 ? user[1] : "").preemptiveBasicAuthenticationEnabled(true);
        }
        return proxy.build();
    }

    private AccountId identify(AwsCredentialsProvider credentials, Optional<URI> endpoint) {
        List<AccountId> found = ask();
        if (regions.values().stream().allMatch(region -> region.trouble().isPresent())) {
            throw new LocalRunException(
                    troubles().stream().collect(Collectors.joining("\n", "", "\nThere is nothing to sweep.")));
        }
        if (!found.isEmpty()) {
            return found.getFirst();
        }
        AwsCredentials identity = credentials.resolveCredentials();
        return caller(credentials, endpoint).or(() -> identity.accountId().flatMap(AccountId::find))
                .or(() -> AccountId.find(identity.accessKeyId()))
                .orElseThrow(
                        () -> new LocalRunException("Nothing says which account this is, since it has no backup in "
                                + String.join(", ", regions.keySet())
                                + ": set AWS_ACCOUNT_ID to its id, or create a backup."));
    }

    /**
     * The account of the credentials, as STS knows it: nobody needs a permission to ask. A stand-in may have no STS.
     */
    private Optional<AccountId> caller(AwsCredentialsProvider credentials, Optional<URI> endpoint) {
        Region region = Region.of(regions.keySet().iterator().next());
        try (StsClient sts = StsClient.builder().region(region).endpointOverride(endpoint.orElse(null))
                .credentialsProvider(credentials).httpClient(http)
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry())).build()) {
            return AccountId.find(String.valueOf(sts.getCallerIdentity().account()));
        } catch (SdkException e) {
            return Optional.empty();
        }
    }

    /** Asks all Regions at once. Returns the accounts of the backups that they have. */
    private List<AccountId> ask() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<AccountId>>> answers = regions.values().stream()
                    .map(region -> threads.submit(region::firstAccount)).toList();
            return answers.stream().map(LocalSweep::result).flatMap(Optional::stream).toList();
        }
    }

    private static <T> T result(Future<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** The account that is swept. */
    AccountId account() {
        return account;
    }

    /** Where it is swept. */
    List<Place> places() {
        return places;
    }

    /** The backups that were found and are not known to be gone. */
    List<BackupSummary> backups() {
        return regions.values().stream().map(LiveRegion::backups).flatMap(Collection::stream).toList();
    }

    /** Why Regions are not swept, a sentence each. */
    List<String> troubles() {
        List<String> sentences = new ArrayList<>();
        misspelt.forEach(name -> sentences.add(name + ": There is no such Region."));
        regions.values().forEach(region -> region.trouble()
                .ifPresent(trouble -> sentences.add(region.name() + ": " + trouble)));
        return sentences;
    }

    /**
     * One tick of the sweeper.
     *
     * @return whether something is left to do at once
     */
    boolean tick() {
        CoverageTable coverage = new CoverageTable(database.client(), template.coverageTable().tableName());
        String tableName = template.backupTable().tableName();
        Sweeper sweeper = new Sweeper(coverage,
                new KnownBackups(database.client(), tableName, clock, item -> console.println(item.getMessage())),
                new BackupRecorder(database.client(), tableName, Optional.empty(), clock), this, clock,
                interval());
        Optional<Tick> tick = sweeper.tick(places, clock.instant().plus(TICK));
        regions.values().forEach(LiveRegion::end);
        if (tick.isEmpty()) {
            console.println("Another sweeper is at work in this database; this one waits.");
            return false;
        }
        tick.get().visits().forEach(this::report);
        return tick.get().coverage().stream()
                .anyMatch(place -> (place.problem() == null || !place.problem().endedTheVisit())
                        && (place.walk() != null || place.counts().undescribed() > 0));
    }

    @Override
    public DynamoDbClient dynamoDb(Place place) {
        LiveRegion region = regions.get(place.region());
        if (region == null || !reaches(place)) {
            throw new IllegalArgumentException(place + " was not asked for");
        }
        return region.client();
    }

    /** A database that is kept may have backups of accounts that others have swept. */
    @Override
    public boolean reaches(Place place) {
        return places.contains(place);
    }

    /** How often all backups are listed anew: the more there are, the less often. */
    private Duration interval() {
        long pages = regions.values().stream().mapToLong(region -> region.backups().size()).max().orElse(0)
                / BACKUPS_A_PAGE;
        Duration walk = Duration.ofSeconds(pages * SHARE);
        return walk.compareTo(PAUSE) > 0 ? walk : PAUSE;
    }

    private void report(Tick.Visited visit) {
        Place place = visit.before().place();
        String line = line(place, visit);
        if (!line.equals(lastLines.put(place, line))) {
            console.println(place.region() + ": " + line);
        }
    }

    private String line(Place place, Tick.Visited visit) {
        LiveRegion region = regions.get(place.region());
        Coverage after = visit.after();
        if (after == null || region == null) {
            return "The database here failed: " + visit.failure();
        }
        Coverage.Problem problem = after.problem();
        if (problem != null && problem.endedTheVisit()) {
            return region.trouble().orElse("The visit ended with the problem '" + problem.kind() + "'.");
        }
        StringBuilder text = new StringBuilder(count(region.backups().size()));
        if (after.counts().undescribed() > 0) {
            text.append(", ").append(after.counts().undescribed()).append(" of them not yet described");
        }
        if (after.counts().swept() > 0) {
            text.append(", ").append(after.counts().swept()).append(" found deleted");
        }
        if (after.counts().unreadable() > 0) {
            text.append(", and ").append(after.counts().unreadable()).append(" more that cannot be read");
        }
        return text.append('.').toString();
    }

    private static String count(int backups) {
        return String.format(Locale.ROOT, "%d backup%s", backups, backups == 1 ? "" : "s");
    }

    /** Sweeps from now on, and waits until all backups have been listed, or for that long. Prints how far it is. */
    void start(Duration patience) {
        Thread sweeping = new Thread(this::sweep, "sweep");
        sweeping.setDaemon(true);
        thread = sweeping;
        sweeping.start();
        console.println("Sweeping account " + account + " in "
                + places.stream().map(Place::region).collect(Collectors.joining(", "))
                + ", with at most one list and two descriptions a second in each Region:");
        try {
            for (Duration waited = POLL; waited.compareTo(patience) <= 0; waited = waited.plus(POLL)) {
                Thread.sleep(POLL);
                boolean isListed = regions.values().stream().allMatch(LiveRegion::isListed);
                if (isListed || waited.toMillis() % PROGRESS.toMillis() == 0) {
                    console.println("  " + count(backups().size()) + " so far");
                }
                if (isListed) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep() {
        try {
            while (true) {
                boolean more = tickOrReport();
                clock.sleep(more ? Duration.ZERO : PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tickOrReport() throws InterruptedException {
        try {
            return tick();
        } catch (SdkException | IllegalStateException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            console.println("The sweep failed and is tried again: " + LiveFailure.oneLine(e));
            return false;
        }
    }

    @Override
    public void close() {
        Thread sweeping = thread;
        if (sweeping != null) {
            sweeping.interrupt();
            try {
                sweeping.join(PROGRESS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        regions.values().forEach(LiveRegion::close);
        http.close();
    }
}
