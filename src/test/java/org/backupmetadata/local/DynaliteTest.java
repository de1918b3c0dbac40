package org.backupmetadata.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DynaliteTest {

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** A process that starts an embedded database, prints the id of its process, and then waits to be killed. */
    static final class Parent {

        private Parent() {
        }

        public static void main(String... arguments) throws Exception {
            try (Dynalite dynalite = Dynalite.start("127.0.0.1", 0)) {
                System.out.println(dynalite.process().pid());
                Thread.currentThread().join();
            }
        }
    }

    @Test
    void theDatabaseEndsWithAProcessThatIsKilled() throws Exception {
        Process parent = new ProcessBuilder(JAVA, "-cp", System.getProperty("java.class.path"), Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            ProcessHandle database = ProcessHandle.of(Long.parseLong(parent.inputReader().readLine())).orElseThrow();
            assertTrue(database.isAlive());

            parent.destroyForcibly();

            assertFalse(database.onExit().get(1, TimeUnit.MINUTES).isAlive());
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void aClientThatGoesAwayInTheMiddleOfARequestLeavesTheDatabaseRunning() throws IOException {
        try (LocalDatabase database = LocalDatabase.startEmbedded("127.0.0.1", 0)) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), database.endpoint().getPort())) {
                client.setSoLinger(true, 0); // Closing sends a reset.
                client.getOutputStream().write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{"
                        .getBytes(StandardCharsets.US_ASCII));
            }

            assertEquals(0, database.client().listTables().tableNames().size());
        }
    }

    @Test
    void theDatabaseListensOnLoopbackUnlessAskedOtherwise() {
        assertEquals("127.0.0.1", LocalRun.Options.parse().databaseAddress());
    }

    @Test
    void aUrlThatIsNoneIsNamed() {
        assertEquals("-Ddatabase=localhost:8000 is not a URL such as http://127.0.0.1:8000.",
                assertThrows(LocalRunException.class, () -> LocalDatabase.at("localhost:8000")).getMessage());
    }
}
