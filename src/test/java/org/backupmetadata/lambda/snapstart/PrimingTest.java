package org.backupmetadata.lambda.snapstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.backupmetadata.local.LocalDatabase;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What is done before the snapshot, on a function so small that there is no time for repetitions. */
class PrimingTest {

    private static final Duration NO_TIME = Duration.ZERO;
    private static final int CALLS_UNTIL_THE_KEY_IS_FORGOTTEN = 301;

    private final List<String> done = new ArrayList<>();
    private List<Rehearsal> rehearsals = List.of(() -> done.add("list"), () -> done.add("lookup"));
    private final Restartable function = new Restartable() {
        private @Nullable DynamoDbClient client;

        @Override
        public void use(DynamoDbClient next) {
            if (client != null) {
                client.close();
            }
            client = next;
            done.add("use");
        }

        @Override
        public void connect() {
            done.add("connect");
        }

        @Override
        public List<Rehearsal> rehearsals() {
            return rehearsals;
        }

        @Override
        public Rehearsal reading() {
            return () -> done.add("read");
        }
    };

    @BeforeAll
    static void nameARegion() {
        LocalDatabase.useForDefaultClients(URI.create("http://127.0.0.1:1"));
    }

    @Test
    void aFunctionThatIsOutOfTimeDoesEachStepOnceAndStillForgetsItsKey() {
        new SnapStart(function, NO_TIME, NO_TIME).beforeCheckpoint(context());
        assertEquals(List.of("use", "list", "lookup", "use", "connect", "read", "use"), done.subList(0, 7));
        List<String> rest = done.subList(7, done.size());
        assertEquals("use", rest.removeLast());
        assertEquals(CALLS_UNTIL_THE_KEY_IS_FORGOTTEN, rest.size());
        assertTrue(rest.stream().allMatch("lookup"::equals), rest::toString);
    }

    @Test
    void aRehearsalThatFailsKeepsTheVersionFromBeingPublishedEvenOutOfTime() {
        rehearsals = List.of(() -> {
            throw new NoClassDefFoundError("missing");
        }, () -> done.add("lookup"));
        SnapStart snapStart = new SnapStart(function, NO_TIME, NO_TIME);
        String message = String.valueOf(
                assertThrows(IllegalStateException.class, () -> snapStart.beforeCheckpoint(context())).getMessage());
        assertTrue(message.contains("Build it with `sam build`"), message);
        assertEquals(List.of("use"), done);
    }

    private static Context<Resource> context() {
        return Core.getGlobalContext();
    }
}
