package org.backupmetadata.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;

/**
 * The embedded database: dynalite in a Node.js process of its own, in memory. That process ends with this one, even if
 * this one is killed: it reads from a pipe that the operating system closes then.
 */
final class Dynalite implements AutoCloseable {

    private final Process process;
    private final int port;

    private Dynalite(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts an empty database, which is installed first if that is still to be done.
     *
     * @param address where to listen
     * @param port where to listen; 0 for any free port
     * @throws IOException if the port cannot be had
     */
    static Dynalite start(String address, int port) throws IOException {
        DynaliteInstall.ensure();
        ProcessBuilder builder = new ProcessBuilder("node", DynaliteInstall.SOURCE.resolve("server.js").toString(),
                address, String.valueOf(port)).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("NODE_PATH", DynaliteInstall.MODULES.toString());
        builder.environment().remove("NODE_OPTIONS");
        Process process = DynaliteInstall.start("Node.js", builder);
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = String.valueOf(output.readLine());
        if (line.matches("[0-9]+")) {
            return new Dynalite(process, Integer.parseInt(line));
        }
        end(process);
        throw line.equals("EADDRINUSE") ? new BindException(line) : new IOException("dynalite said: " + line);
    }

    /** The port on which it listens. */
    int port() {
        return port;
    }

    /** Its process, for a test of how it ends. */
    ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        end(process);
    }

    /** Not by {@code onExit}, whose threads others may keep busy. */
    private static void end(Process process) {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
