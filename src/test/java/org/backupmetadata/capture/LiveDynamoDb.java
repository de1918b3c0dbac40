package org.backupmetadata.capture;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.BackupSummary;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsResponse;

/**
 * The backups of one account in one Region as DynamoDB itself has them, and its list and describe calls: a model to
 * compare with, in memory, that can fail at every call. Its list has no order that anything could rely on, small pages,
 * an empty page now and then, and lacks some of the youngest backups, as an eventually consistent one may.
 */
final class LiveDynamoDb implements DynamoDbClient {

    private static final Duration YOUNG = Duration.ofMinutes(4);
    private static final int CREATION_DIGITS = 14;

    /** A call that was made. */
    record Call(String operation, Instant at) {}

    private final InstantSource clock;
    private final int pageSize;
    private final Map<String, BackupDescription> backups = new ConcurrentHashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private volatile Consumer<Call> fault = call -> {};
    private volatile Predicate<String> overlooked = arn -> false;
    private volatile boolean answersEmpty;
    private volatile Comparator<String> order = odd();
    private volatile List<@Nullable BackupSummary> odd = List.of();

    LiveDynamoDb(InstantSource clock, int pageSize) {
        this.clock = clock;
        this.pageSize = pageSize;
    }

    /** All backups that there are, by ARN. */
    Map<String, BackupDescription> backups() {
        return backups;
    }

    void put(BackupDescription description) {
        backups.put(description.backupDetails().backupArn(), description);
    }

    /** The calls that were made so far, those that failed among them. */
    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The largest number of calls of an operation in any second. */
    long mostInASecond(String operation) {
        return mostInASecond(calls().stream().filter(call -> call.operation().equals(operation)).map(Call::at));
    }

    /** The largest number of those times in any second. */
    static long mostInASecond(Stream<Instant> calls) {
        List<Instant> times = calls.sorted().toList();
        int most = 0;
        int first = 0;
        for (int last = 0; last < times.size(); last++) {
            while (!times.get(last).isBefore(times.get(first).plusSeconds(1))) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /** An error of a service, as its client throws it. */
    static AwsServiceException error(String service, String code) {
        return DynamoDbException.builder().message(code).statusCode(400).awsErrorDetails(AwsErrorDetails.builder()
                .serviceName(service).errorCode(code).errorMessage(code).build()).build();
    }

    /** From now on does that before each call is answered, which may throw. */
    void fail(Consumer<Call> how) {
        fault = how;
    }

    /** From now on lists lack those backups though they are there. */
    void overlook(Predicate<String> arns) {
        overlooked = arns;
    }

    /** From now on every list begins with those entries, too. */
    void alsoList(@Nullable BackupSummary... entries) {
        odd = Arrays.asList(entries);
    }

    /** From now on lists are in that order of their ARNs, whatever it is. */
    void order(Comparator<String> arns) {
        order = arns;
    }

    /** From now on the answer to a list call is an object without members, or what it should be. */
    void answerEmpty(boolean now) {
        answersEmpty = now;
    }

    private synchronized void called(String operation) {
        Call call = new Call(operation, clock.instant());
        calls.add(call);
        fault.accept(call);
    }

    @Override
    public ListBackupsResponse listBackups(ListBackupsRequest request) {
        called("ListBackups");
        if (answersEmpty) {
            return ListBackupsResponse.builder().build();
        }
        List<String> arns = backups.keySet().stream().filter(arn -> isIn(request, arn)).sorted(order).toList();
        String start = request.exclusiveStartBackupArn();
        List<String> rest = arns.stream().filter(arn -> start == null || order.compare(arn, start) > 0).toList();
        List<String> page = rest.stream().limit(pageSize).toList();
        return ListBackupsResponse.builder()
                .backupSummaries(Stream.concat(start == null ? odd.stream() : Stream.of(),
                        page.stream().filter(arn -> !isOverlooked(arn)).map(arn -> backups.get(arn))
                                .map(LiveDynamoDb::summary))
                        .toList())
                .lastEvaluatedBackupArn(page.size() < pageSize ? null : page.getLast()).build();
    }

    private boolean isOverlooked(String arn) {
        return overlooked.test(arn)
                || (isYoung(arn) && arn.hashCode() % 3 == 0);
    }

    private boolean isYoung(String arn) {
        return created(arn).isAfter(clock.instant().minus(YOUNG));
    }

    private static boolean isIn(ListBackupsRequest request, String arn) {
        Instant created = created(arn);
        return (request.timeRangeLowerBound() == null || !created.isBefore(request.timeRangeLowerBound()))
                && (request.timeRangeUpperBound() == null || created.isBefore(request.timeRangeUpperBound()));
    }

    private static Instant created(String arn) {
        int id = arn.lastIndexOf('/') + 1;
        return Instant.ofEpochMilli(Long.parseLong(arn, id, id + CREATION_DIGITS, 10));
    }

    private static Comparator<String> odd() {
        return Comparator.comparingInt(String::hashCode).thenComparing(Comparator.naturalOrder());
    }

    private static BackupSummary summary(BackupDescription description) {
        BackupDetails details = description.backupDetails();
        return BackupSummary.builder().backupArn(details.backupArn()).backupName(details.backupName())
                .backupStatus(details.backupStatusAsString()).backupType(details.backupTypeAsString())
                .backupSizeBytes(details.backupSizeBytes()).backupCreationDateTime(details.backupCreationDateTime())
                .backupExpiryDateTime(details.backupExpiryDateTime())
                .tableName(description.sourceTableDetails().tableName())
                .tableArn(description.sourceTableDetails().tableArn())
                .tableId(description.sourceTableDetails().tableId()).build();
    }

    @Override
    public DescribeBackupResponse describeBackup(DescribeBackupRequest request) {
        called("DescribeBackup");
        BackupDescription description = backups.get(request.backupArn());
        if (description == null || (isYoung(request.backupArn()) && request.backupArn().hashCode() % 5 == 0)) {
            throw BackupNotFoundException.builder().message("Backup not found: " + request.backupArn()).build();
        }
        return DescribeBackupResponse.builder().backupDescription(description).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // it holds nothing
    }
}
