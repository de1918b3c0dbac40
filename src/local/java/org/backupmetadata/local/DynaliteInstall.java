package org.backupmetadata.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Installs {@link Dynalite} from npm into {@code target}, the first time and when its lock file has changed. Needs
 * Node.js with its npm.
 */
public final class DynaliteInstall {

    static final Path SOURCE = Path.of("src", "local", "dynalite").toAbsolutePath();
    private static final Path TARGET = Path.of("target", "dynalite").toAbsolutePath();
    static final Path MODULES = TARGET.resolve("node_modules");

    private static final String LOCK_FILE = "package-lock.json";
    /** npm writes this one last. */
    private static final Path FINISHED = MODULES.resolve(".package-lock.json");

    private static final int OLDEST_NODE = 20;
    private static final Pattern NODE_VERSION = Pattern.compile("v(\\d+)\\..*", Pattern.DOTALL);

    /** On Windows npm is a script. */
    private static final String NPM = System.getProperty("os.name", "").startsWith("Windows") ? "npm.cmd" : "npm";

    private DynaliteInstall() {
    }

    /**
     * What {@code mvn verify} does before the tests.
     *
     * @param arguments the URL of another database that is used instead: if there is one, nothing is installed
     */
    public static void main(String... arguments) {
        try {
            if (String.join("", arguments).isBlank()) {
                ensure();
            }
        } catch (LocalRunException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Installs it if that is still to be done. Builds of the same checkout wait for each other.
     *
     * @throws LocalRunException if it cannot be installed
     */
    static synchronized void ensure() {
        try {
            Files.createDirectories(TARGET);
            try (FileChannel file = FileChannel.open(TARGET.resolve("lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE)) {
                FileLock lock = file.lock();
                if (!isDone()) {
                    install();
                }
                lock.release();
            }
        } catch (IOException e) {
            throw new LocalRunException("The embedded database cannot be installed into " + TARGET + ": " + e, e);
        }
    }

    private static boolean isDone() throws IOException {
        return Files.exists(FINISHED) && Files.mismatch(SOURCE.resolve(LOCK_FILE), TARGET.resolve(LOCK_FILE)) == -1;
    }

    private static void install() throws IOException {
        String node = output("Node.js " + OLDEST_NODE + " or newer", "node", "--version");
        Matcher version = NODE_VERSION.matcher(node);
        if (!version.matches() || Integer.parseInt(version.group(1)) < OLDEST_NODE) {
            throw missing("Node.js " + OLDEST_NODE + " or newer, not " + node);
        }
        for (String file : List.of("package.json", LOCK_FILE)) {
            Files.copy(SOURCE.resolve(file), TARGET.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        System.err.println("Installing the embedded database from npm into " + TARGET);
        output("npm, which comes with Node.js", NPM, "ci", "--ignore-scripts", "--prefer-offline", "--no-audit",
                "--no-fund");
    }

    private static String output(String what, String... command) throws IOException {
        Process process = start(what, new ProcessBuilder(command).directory(TARGET.toFile()).redirectErrorStream(true));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.onExit().join().exitValue() != 0) {
            throw new LocalRunException(String.join(" ", command) + " failed in " + TARGET + ":\n" + output);
        }
        return output;
    }

    /**
     * Starts a program.
     *
     * @param what the program is, in words
     * @throws LocalRunException if it cannot be started, most likely because it is not installed
     */
    static Process start(String what, ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw missing(what);
        }
    }

    private static LocalRunException missing(String what) {
        return new LocalRunException("The embedded database needs " + what + ": install it, or name another"
                + " DynamoDB-compatible database that is already running with -Ddatabase=<URL>.");
    }
}
