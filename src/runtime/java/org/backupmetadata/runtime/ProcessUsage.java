package org.backupmetadata.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a running process uses of the machine, as Linux counts it. */
public final class ProcessUsage {
    /** Exact to the nanosecond and includes ended threads; {@code /proc/<pid>/stat} counts hundredths of a second. */
    @SuppressWarnings("restricted") // It is the C library's own function, and its signature is POSIX's.
    private static final MethodHandle CLOCK_GETTIME = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

    private final long pid;

    ProcessUsage(long pid) {
        this.pid = pid;
    }

    /** The CPU time of all threads since the start, in nanoseconds. */
    public long cpuNanos() {
        int clock = (int) (~pid << 3 | 2); // As clock_getcpuclockid(3) makes it.
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG, 2);
            int error = (int) CLOCK_GETTIME.invokeExact(clock, time);
            if (error != 0) {
                throw new IllegalStateException("No CPU clock: has process " + pid + " ended?");
            }
            return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
                    + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The largest resident set so far, in kilobytes. */
    public long peakResidentKilobytes() {
        return status("VmHWM:");
    }

    /** How many threads there are. */
    public long threads() {
        return status("Threads:");
    }

    /** How many sockets are open. */
    public long sockets() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return descriptors.filter(ProcessUsage::isSocket).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many bytes of heap are reachable. Runs a garbage collection first. */
    public long liveHeapBytes() {
        Matcher total = Pattern.compile("^Total +\\d+ +(\\d+)", Pattern.MULTILINE).matcher(jcmd("GC.class_histogram"));
        if (!total.find()) {
            throw new IllegalStateException("No total in the histogram of process " + pid);
        }
        return Long.parseLong(total.group(1));
    }

    /** Whether a reachable string or array holds that text, which must be ASCII. Searches the whole heap. */
    public boolean heapHolds(String text) {
        try {
            Path folder = Files.createTempDirectory("heap");
            Path dump = folder.resolve("dump.hprof");
            try {
                jcmd("GC.heap_dump", dump.toString());
                return Files.readString(dump, StandardCharsets.ISO_8859_1).contains(text);
            } finally {
                Files.deleteIfExists(dump);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the JDK's diagnostic command in the process and returns what it says. */
    private String jcmd(String... command) {
        String[] whole = Stream.concat(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)),
                Stream.of(command)).toArray(String[]::new);
        try (BufferedReader out = new ProcessBuilder(whole).redirectErrorStream(true).start().inputReader()) {
            return out.readAllAsString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // Closed since it was listed.
        }
    }

    private long status(String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            String line = lines.filter(each -> each.startsWith(name)).findFirst().orElseThrow();
            return Long.parseLong(line.substring(name.length()).replace("kB", "").strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
