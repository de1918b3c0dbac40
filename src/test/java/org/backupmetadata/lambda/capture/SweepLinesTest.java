package org.backupmetadata.lambda.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.backupmetadata.capture.Tick;
import org.backupmetadata.capture.Tick.Visited;
import org.backupmetadata.catalog.Coverage;
import org.backupmetadata.catalog.Coverage.Counts;
import org.backupmetadata.catalog.Coverage.Heard;
import org.backupmetadata.catalog.Coverage.Problem;
import org.backupmetadata.catalog.Coverage.Proof;
import org.backupmetadata.catalog.Coverage.RecoveryPoints;
import org.backupmetadata.lambda.TestContext;
import org.backupmetadata.model.Place;
import org.junit.jupiter.api.Test;

/** The lines that metric filters and people read. */
class SweepLinesTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Place PLACE = Place.of("111122223333", "us-west-2");

    private final TestContext context = new TestContext();

    private List<JsonNode> lines(Tick tick) throws IOException {
        SweepLines.write(Optional.of(tick), "request", context.getLogger());
        List<JsonNode> lines = new ArrayList<>();
        for (String line : context.log()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    /** A place whose last heartbeat was so many hours ago, with a proof of that time. */
    private static Coverage place(Place place, long hours, RecoveryPoints points) {
        Instant then = NOW.minus(Duration.ofHours(hours));
        return new Coverage(place, new Heard(then, then, null, null), new Proof(then, then, then), null,
                new Counts(0, 0, 0, 0, 0, 1, 0), null, points);
    }

    @Test
    void aNewProblemWithAwsBackupHasALine() throws IOException {
        RecoveryPoints denied = new RecoveryPoints(null, 0, new Problem(Problem.DENIED, NOW, NOW));
        Coverage before = place(PLACE, 1, new RecoveryPoints(NOW, 0, null));
        Coverage after = place(PLACE, 1, denied);
        List<JsonNode> lines = lines(new Tick(NOW, List.of(before), List.of(new Visited(before, after, null))));
        assertEquals("WARN", lines.getFirst().path("level").asText());
        assertEquals("111122223333", lines.getFirst().path("account").asText());
        assertEquals("denied", lines.getFirst().path("recoveryPointsProblem").asText());
        assertEquals(1, lines.getLast().path("problems").asLong());
        assertEquals(2, lines.size());
    }

    @Test
    void aNewProblemHasALineAndOneThatLastsHasNone() throws IOException {
        Problem first = new Problem(Problem.DENIED, NOW, NOW);
        Problem again = new Problem(Problem.DENIED, NOW, NOW.plusSeconds(1));
        RecoveryPoints denied = new RecoveryPoints(null, 0, first);
        Coverage well = place(PLACE, 1, denied);
        Coverage ill = with(first, denied);
        Coverage still = with(again, new RecoveryPoints(null, 0, again));
        List<JsonNode> lines = lines(new Tick(NOW, List.of(well, ill),
                List.of(new Visited(well, ill, null), new Visited(ill, still, null))));
        assertEquals(2, lines.size());
        assertEquals("WARN", lines.getFirst().path("level").asText());
        assertEquals("us-west-2", lines.getFirst().path("region").asText());
        assertEquals("denied", lines.getFirst().path("problem").asText());
    }

    private static Coverage with(Problem problem, RecoveryPoints points) {
        Coverage well = place(PLACE, 1, points);
        return new Coverage(PLACE, well.heard(), well.proof(), null, well.counts(), problem, points);
    }

    @Test
    void aVisitThatTheServiceItselfFailedHasALineAndIsCounted() throws IOException {
        Coverage before = place(PLACE, 1, new RecoveryPoints(NOW, 0, null));
        List<JsonNode> lines = lines(new Tick(NOW, List.of(before),
                List.of(new Visited(before, null, new IllegalStateException("no table")),
                        new Visited(before, before, null), new Visited(before, before, null))));
        assertEquals(2, lines.size());
        assertEquals("ERROR", lines.getFirst().path("level").asText());
        assertEquals("111122223333", lines.getFirst().path("account").asText());
        assertTrue(lines.getFirst().path("cause").asText().contains("no table"));
        assertEquals(1, lines.getLast().path("failed").asLong());
        assertEquals(3, lines.getLast().path("visited").asLong());
    }

    @Test
    void theLastLineHasTheSumsOverAllVisits() throws IOException {
        Coverage before = place(PLACE, 1, new RecoveryPoints(NOW, 0, null));
        Coverage after = new Coverage(PLACE, before.heard(), before.proof(), null,
                new Counts(10, 20, 30, 40, 50, 60, 70),
                null, before.recoveryPoints());
        ObjectNode line = (ObjectNode) lines(new Tick(NOW, List.of(before, before, before),
                List.of(new Visited(before, after, null), new Visited(before, after, null)))).getLast();
        assertEquals(
                new ObjectMapper().readTree(
                        """
                                {"level":"INFO","requestId":"request","places":3,"visited":2,"failed":0,"problems":0,"silent":0,"listed":20,
                                "recorded":40,"described":60,"swept":80,"unreadable":140,"oldestCompleteMinutes":60,
                                "oldest":"111122223333/us-west-2"}"""),
                line.without("timestamp"));
    }

    @Test
    void aTickThatLeavesTheWorkToAnotherSweeperHasALine() throws IOException {
        SweepLines.write(Optional.empty(), "request", context.getLogger());
        assertEquals(1, context.log().size());
        assertTrue(new ObjectMapper().readTree(context.log().getFirst()).has("skipped"));
    }

    @Test
    void theLastLineNamesThePlaceWithTheOldestProofAndTheLastToFallSilent() throws IOException {
        List<Coverage> places = new ArrayList<>(List.of(place(PLACE, 3, new RecoveryPoints(NOW, 0, null))));
        for (int i = 0; i < 50; i++) {
            places.add(place(Place.of(String.format(Locale.ROOT, "%012d", i), "us-east-1"), 100 + i,
                    RecoveryPoints.NONE));
        }
        JsonNode line = lines(new Tick(NOW, places, List.of())).getLast();
        assertEquals(50, line.path("silent").asLong());
        assertEquals(180, line.path("oldestCompleteMinutes").asLong());
        assertEquals("111122223333/us-west-2", line.path("oldest").asText());
        String[] named = line.path("silentPlaces").asText().split(" ", -1);
        assertEquals(20, named.length);
        assertEquals("000000000000/us-east-1", named[0]);
    }

    @Test
    void whereNobodyIsSilentNobodyIsNamed() throws IOException {
        assertFalse(lines(new Tick(NOW, List.of(), List.of())).getLast().has("silentPlaces"));
    }
}
