package org.backupmetadata.lambda.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
