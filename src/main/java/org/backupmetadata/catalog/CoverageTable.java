package org.backupmetadata.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.Place;
import org.backupmetadata.model.Timestamps;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The table of {@link Coverage}: one item for each account and Region, which recorder and sweeper update in different
 * attributes, so that neither loses what the other wrote. It also holds the sweeper's lease. Thread-safe.
 *
 * <p>Every method throws {@link software.amazon.awssdk.core.exception.SdkException} if the table does not answer. Those
 * that read throw a {@link WrongAnswerException} if its answer is one to another question.
 */
public final class CoverageTable {

    /** The key of the lease. No account has this id, so no query for an account's coverage finds it. */
    private static final Map<String, AttributeValue> LEASE = Map.of("Account", text("-"), "Region", text("sweeper"));

    private static final String SUBJECT = "coverage";

    private final DynamoDbClient client;
    private final String tableName;
    private final Duration readTimeout;

    /** The coverage in the table of that name, which {@code client} can reach, for who reads it without haste. */
    public CoverageTable(DynamoDbClient client, String tableName) {
        this(client, tableName, Duration.ofDays(1));
    }

    /**
     * The same for who has a caller that waits.
     *
     * @param readTimeout reading that has taken this long makes no further call of the table; the call under way may
     * still take its time
     */
    public CoverageTable(DynamoDbClient client, String tableName, Duration readTimeout) {
        this.client = client;
        this.tableName = tableName;
        this.readTimeout = readTimeout;
    }

    /** The coverage of every account and Region that was ever heard of or visited. Reads the whole table. */
    public List<Coverage> all() {
        TimeLimit limit = new TimeLimit(readTimeout, SUBJECT);
        return client.scanPaginator(request -> request.tableName(tableName).consistentRead(true)).stream()
                .peek(page -> requirePage(page.count(), page.hasLastEvaluatedKey(), limit))
                .flatMap(page -> page.items().stream()).flatMap(CoverageTable::ofItem).toList();
    }

    /** The coverage of one account, in every Region that it was heard of in. */
    public List<Coverage> ofAccount(AccountId account) {
        TimeLimit limit = new TimeLimit(readTimeout, SUBJECT);
        return client
                .queryPaginator(request -> request.tableName(tableName).keyConditionExpression("Account = :account")
                        .expressionAttributeValues(Map.of(":account", text(account.toString()))))
                .stream().peek(page -> requirePage(page.count(), page.hasLastEvaluatedKey(), limit))
                .flatMap(page -> page.items().stream()).flatMap(CoverageTable::ofItem)
                .peek(coverage -> requireAnswer(account, coverage)).toList();
    }

    private static void requirePage(@Nullable Integer count, boolean thereIsMore, TimeLimit limit) {
        if (count == null) {
            throw new WrongAnswerException(SUBJECT, "no page");
        }
        if (thereIsMore) {
            limit.require();
        }
    }

    private static void requireAnswer(AccountId account, Coverage coverage) {
        if (!coverage.place().account().equals(account)) {
            throw new WrongAnswerException(SUBJECT + " of " + account, coverage.place().toString());
        }
    }

    // -- What the recorder writes ------------------------------------------------------------------------------------

    /** Stores that a heartbeat came: the place is swept from now on. */
    public void heartbeat(Place place, Instant now) {
        client.updateItem(request -> request.tableName(tableName).key(key(place))
                .updateExpression("SET HeartbeatAt = :now, JoinedAt = if_not_exists(JoinedAt, :now)")
                .expressionAttributeValues(Map.of(":now", text(now))));
    }

    /** Stores that an event came. */
    public void event(Place place, Instant now) {
        Update update = new Update();
        update.set("EventAt", now);
        update.apply(place);
    }

    /** Stores that something changed and a visit is due. The latest time is kept. */
    public void news(Place place, Instant now) {
        updateIf(key(place), "SET NewsAt = :now, EventAt = :now", "attribute_not_exists(NewsAt) OR NewsAt < :now",
                Map.of(":now", text(now)));
    }

    /**
     * Stores that a backup becomes known only now that was created long ago. It may have been deleted since, and no
     * walk that began before has asked for it: until one that begins later ends, deletions are known up to its creation
     * only. Of several such backups the earliest creation counts.
     *
     * @param until a time at which the backup is in the catalogue by every clock
     */
    public void late(Place place, Instant created, Instant until) {
        boolean stored;
        do {
            stored = updateLate(place, "SET LateUntil = :until",
                    "LateFrom <= :created AND (attribute_not_exists(DeletionsAt) OR DeletionsAt <= LateUntil)", created,
                    until)
                    || updateLate(place, "SET LateUntil = :until, LateFrom = :created",
                            "attribute_not_exists(LateFrom) OR LateFrom > :created OR DeletionsAt > LateUntil", created,
                            until);
        } while (!stored); // another recorder was faster
    }

    private boolean updateLate(Place place, String update, String condition, Instant created, Instant until) {
        return updateIf(key(place), update, condition, Map.of(":created", text(created), ":until", text(until)));
    }

    // -- What the sweeper writes -------------------------------------------------------------------------------------

    /** Stores that the place is swept from now on, unless it was already. */
    public void joined(Place place, Instant now) {
        client.updateItem(request -> request.tableName(tableName).key(key(place))
                .updateExpression("SET JoinedAt = if_not_exists(JoinedAt, :now)")
                .expressionAttributeValues(Map.of(":now", text(now))));
    }

    /** Stores how far the walk is, so that another visit can continue from there. */
    public void walked(Place place, Coverage.Walk walk) {
        Update update = new Update();
        update.walk("", walk);
        update.apply(place);
    }

    /** Stores what a visit has proven and found. Does not change what events said. */
    public void visited(Coverage coverage) {
        Update update = new Update();
        update.set("VisitedAt", coverage.proof().visitedAt());
        update.set("CompleteAt", coverage.proof().completeAt());
        update.set("DeletionsAt", coverage.proof().deletionsAt());
        update.walk("", coverage.walk());
        update.set("Listed", coverage.counts().listed());
        update.set("Recorded", coverage.counts().recorded());
        update.set("Described", coverage.counts().described());
        update.set("Swept", coverage.counts().swept());
        update.set("Undescribed", coverage.counts().undescribed());
        update.set("Living", coverage.counts().living());
        update.set("Unreadable", coverage.counts().unreadable());
        update.problem("", coverage.problem());
        Coverage.RecoveryPoints points = coverage.recoveryPoints();
        update.set("RecoveryPointsAt", points.at());
        update.set("RecoveryPoints", points.living());
        update.problem("RecoveryPoints", points.problem());
        update.walk("RecoveryPoints", points.walk());
        update.set("RecoveryPointsTook", points.took().toSeconds());
        update.apply(coverage.place());
    }

    /**
     * Takes the sweeper's lease, unless another sweeper has it.
     *
     * @return whether it was taken
     */
    public boolean takeLease(Instant now, Instant until) {
        return updateLease("attribute_not_exists(LeaseUntil) OR LeaseUntil <= :old", now, until);
    }

    /** Returns the lease that was taken until that time. If it is not returned, it ends then. */
    public void returnLease(Instant until, Instant now) {
        updateLease("LeaseUntil = :old", until, now);
    }

    private boolean updateLease(String condition, Instant old, Instant until) {
        return updateIf(LEASE, "SET LeaseUntil = :until", condition,
                Map.of(":old", text(old), ":until", text(until)));
    }

    /** Updates an item if it meets the condition. Returns whether it did. */
    private boolean updateIf(Map<String, AttributeValue> key, String update, String condition,
            Map<String, AttributeValue> values) {
        try {
            client.updateItem(request -> request.tableName(tableName).key(key).updateExpression(update)
                    .conditionExpression(condition).expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private static Map<String, AttributeValue> key(Place place) {
        return Map.of("Account", text(place.account().toString()), "Region", text(place.region()));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue text(Instant value) {
        return AttributeValue.fromS(Timestamps.text(value));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(String.valueOf(value));
    }

    /** The coverage in an item, or nothing if the item is the lease or has no account and Region. */
    private static Stream<Coverage> ofItem(Map<String, AttributeValue> item) {
        Item from = new Item(new ItemAttributes(item));
        return from.place().map(place -> new Coverage(place,
                new Coverage.Heard(from.time("JoinedAt"), from.time("HeartbeatAt"), from.time("EventAt"),
                        from.time("NewsAt")),
                new Coverage.Proof(from.time("VisitedAt"), from.time("CompleteAt"), from.deletionsAt()),
                from.walk(""),
                new Coverage.Counts(from.number("Listed"), from.number("Recorded"), from.number("Described"),
                        from.number("Swept"), from.number("Undescribed"), from.number("Living"),
                        from.number("Unreadable")),
                from.problem(""), new Coverage.RecoveryPoints(from.time("RecoveryPointsAt"),
                        from.number("RecoveryPoints"), from.problem("RecoveryPoints"),
                        from.walk("RecoveryPoints"), Duration.ofSeconds(from.number("RecoveryPointsTook")))))
                .stream();
    }

    /** An item's attributes, any of which may be absent. One that cannot be read counts as absent. */
    private record Item(ItemAttributes attributes) {

        Optional<Place> place() {
            return attributes.text("Account").flatMap(AccountId::find)
                    .flatMap(account -> attributes.text("Region").map(region -> new Place(account, region)));
        }

        @Nullable
        Instant time(String name) {
            return attributes.time(name).orElse(null);
        }

        long number(String name) {
            return attributes.number(name).orElse(0L);
        }

        Coverage.@Nullable Walk walk(String prefix) {
            Instant startedAt = time(prefix + "WalkStartedAt");
            Instant cursor = time(prefix + "Cursor");
            return startedAt == null || cursor == null
                    ? null
                    : new Coverage.Walk(startedAt, cursor, number(prefix + "WalkLiving"),
                            number(prefix + "WalkUnreadable"));
        }

        /** What the last walk proved, as far as no event has told too late of a backup that it did not ask for. */
        @Nullable
        Instant deletionsAt() {
            Instant proven = time("DeletionsAt");
            Instant from = time("LateFrom");
            Instant until = time("LateUntil");
            boolean holds = proven == null || from == null || until == null || proven.isAfter(until)
                    || proven.isBefore(from);
            return holds ? proven : from;
        }

        Coverage.@Nullable Problem problem(String prefix) {
            Optional<String> kind = attributes.text(prefix + "Problem");
            Instant since = time(prefix + "ProblemSince");
            Instant at = time(prefix + "ProblemAt");
            return kind.isEmpty() || since == null
                    ? null
                    : new Coverage.Problem(kind.get(), since, at == null ? since : at);
        }
    }

    /** An update of one item: an attribute that has no value is removed. */
    private final class Update {

        private final List<String> set = new ArrayList<>();
        private final List<String> removed = new ArrayList<>();
        private final Map<String, String> names = new LinkedHashMap<>();
        private final Map<String, AttributeValue> values = new LinkedHashMap<>();

        void set(String name, @Nullable Instant value) {
            set(name, value == null ? null : text(value));
        }

        void set(String name, long value) {
            set(name, number(value));
        }

        void setText(String name, @Nullable String value) {
            set(name, value == null ? null : text(value));
        }

        void problem(String prefix, Coverage.@Nullable Problem problem) {
            setText(prefix + "Problem", problem == null ? null : problem.kind());
            set(prefix + "ProblemSince", problem == null ? null : problem.since());
            set(prefix + "ProblemAt", problem == null ? null : problem.at());
        }

        void walk(String prefix, Coverage.@Nullable Walk walk) {
            set(prefix + "WalkStartedAt", walk == null ? null : walk.startedAt());
            set(prefix + "Cursor", walk == null ? null : walk.cursor());
            set(prefix + "WalkLiving", walk == null ? null : number(walk.living()));
            set(prefix + "WalkUnreadable", walk == null ? null : number(walk.unreadable()));
        }

        private void set(String name, @Nullable AttributeValue value) {
            names.put("#" + name, name); // some names, such as Cursor, are reserved words
            if (value == null) {
                removed.add("#" + name);
            } else {
                set.add("#" + name + " = :" + name);
                values.put(":" + name, value);
            }
        }

        void apply(Place place) {
            String expression = clause("SET ", set) + clause(" REMOVE ", removed);
            client.updateItem(
                    request -> request.tableName(tableName).key(key(place)).updateExpression(expression.strip())
                            .expressionAttributeNames(names).expressionAttributeValues(values));
        }

        private static String clause(String keyword, List<String> parts) {
            return parts.isEmpty() ? "" : keyword + String.join(", ", parts);
        }
    }
}
