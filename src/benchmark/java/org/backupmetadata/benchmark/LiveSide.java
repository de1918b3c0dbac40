package org.backupmetadata.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backupmetadata.capture.LiveAccess;
import org.backupmetadata.lambda.capture.Members;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.local.LocalRun;
import org.backupmetadata.local.SamTemplate;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.Place;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The accounts that are swept: a local run in a process of its own, with a database of its own, that answers for any
 * number of accounts and Regions. One client for each Region, as the function has them.
 */
final class LiveSide implements LiveAccess, ExecutionInterceptor, AutoCloseable {

    private static final SamTemplate TEMPLATE = SamTemplate.read(Path.of("template.yaml"));

    /** As many as an account has enabled unless it opts in to more. */
    private static final List<String> REGIONS = Region.regions().stream()
            .filter(region -> !region.isGlobalRegion() && region.metadata().partition().id().equals("aws"))
            .map(Region::id).sorted().limit(17).toList();

    /** What the local run prints when it serves. */
    private static final Pattern ENDPOINT = Pattern.compile("API +(http://[0-9.]+:[0-9]+)");

    private final LocalDatabase database;
    private final Process process;
    private final URI endpoint;
    private final SdkHttpClient http = Apache5HttpClient.builder().maxConnections(128).build();
    private final Map<String, DynamoDbClient> clients = new ConcurrentHashMap<>();
    private final LongAdder calls = new LongAdder();

    LiveSide() throws IOException {
        database = LocalDatabase.start();
        database.createTable(TEMPLATE.backupTable());
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-classpath", System.getProperty("java.class.path"),
                LocalRun.class.getName(), "--port=0", "--database=" + database.endpoint(), "--end-with-parent=true")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        endpoint = output.lines().map(ENDPOINT::matcher).filter(Matcher::find).findFirst()
                .map(found -> URI.create(found.group(1)))
                .orElseThrow(() -> new IOException("The local run did not start."));
        Thread.ofPlatform().daemon().name("log of the live side").start(() -> output.lines().forEach(line -> {}));
    }

    /**
     * Makes backups of accounts that have none yet.
     *
     * @param first the number of the first account
     * @param places in how many accounts and Regions, all Regions of an account before the next
     * @param backups how many in each of them, one a minute until an hour ago
     */
    List<Place> create(int first, int places, int backups) {
        Instant newest = Instant.now().minus(Duration.ofHours(1));
        List<Place> made = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            AccountId account = AccountId.parse(String.format(Locale.ROOT, "%012d", first + i / REGIONS.size()));
            made.add(new Place(account, REGIONS.get(i % REGIONS.size())));
        }
        BackupTable.put(database.client(), TEMPLATE.backupTable().tableName(), made.stream().flatMap(place -> IntStream
                .range(0, backups).mapToObj(i -> BackupTable.nightly(place, i, newest.minus(Duration.ofMinutes(i))))));
        return made;
    }

    @Override
    public DynamoDbClient dynamoDb(Place place) {
        return Members.client(place.account(), clients.computeIfAbsent(place.region(), this::client));
    }

    private DynamoDbClient client(String region) {
        return DynamoDbClient.builder().region(Region.of(region)).endpointOverride(endpoint).httpClient(http)
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(this))
                .build();
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        calls.increment();
    }

    /** How many calls were made so far. */
    long calls() {
        return calls.sum();
    }

    @Override
    public void close() {
        process.destroy();
        database.close();
        Stream.concat(clients.values().stream(), Stream.of(http)).forEach(client -> client.close());
    }
}
