package org.backupmetadata.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The Lambda package: nothing without a reason, and not larger than its budget. */
class PackageTest {
    private static final Path REASONS = Path.of("src", "test", "resources", "package", "jars.tsv");
    /** 10.75 MB, of 1,000,000 bytes. */
    private static final long ZIP_BUDGET = 10_750_000L;
    private static final LambdaPackage CODE = LambdaPackage.ofThisProject();

    @Test
    void everyJarIsThereForAReason() throws IOException {
        SequencedMap<String, Path> jars = new TreeMap<>();
        CODE.jars().forEach(jar -> jars.put(nameWithoutVersion(jar), jar));
        assertEquals(new TreeSet<>(reasons().keySet()), jars.keySet(), () -> "Say in " + REASONS + " what it is for");
    }

    @Test
    void theZipStaysWithinItsBudget() {
        assertTrue(CODE.zipSize() <= ZIP_BUDGET, () -> CODE.zipSize() + " bytes\n" + table());
    }

    @Test
    void thereAreNeitherTestsNorSignaturesNorASecondHttpClientNorALoggingBackEnd() throws IOException {
        for (String name : classNames()) {
            for (String unwanted : List.of("org/junit/", "net/jqwik/", "io/netty/", "org/apache/http/",
                    "software/amazon/awssdk/http/urlconnection/", "software/amazon/awssdk/http/crt/",
                    "org/apache/logging/", "ch/qos/logback/", "org/slf4j/impl/", "org/joda/")) {
                assertTrue(!name.startsWith(unwanted), name);
            }
        }
    }

    @Test
    void noClassIsThereTwice() throws IOException {
        TreeSet<String> seen = new TreeSet<>();
        for (String name : classNames()) {
            assertTrue(name.contains("module-info") || name.startsWith("META-INF/") || seen.add(name), name);
        }
    }

    @Test
    void noJarIsSigned() throws IOException {
        for (Path jar : CODE.jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                assertTrue(
                        file.stream().map(ZipEntry::getName).noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA)")),
                        jar::toString);
            }
        }
    }

    private static SequencedMap<String, String> reasons() throws IOException {
        SequencedMap<String, String> reasons = new TreeMap<>();
        for (String line : Files.readAllLines(REASONS)) {
            int tab = line.indexOf('\t');
            reasons.put(line.substring(0, tab), line.substring(tab + 1));
        }
        return reasons;
    }

    private static List<String> classNames() throws IOException {
        Stream.Builder<String> names = Stream.builder();
        for (Path jar : CODE.jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                file.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")).forEach(names);
            }
        }
        return names.build().toList();
    }

    /** The jars with their sizes and reasons, the largest first. */
    private static String table() {
        try {
            SequencedMap<String, String> reasons = reasons();
            StringBuilder table = new StringBuilder();
            CODE.jars().stream().sorted((a, b) -> Long.compare(b.toFile().length(), a.toFile().length()))
                    .forEach(jar -> table.append(String.format(Locale.ROOT, "%,11d  %-45s %s%n", jar.toFile().length(),
                            jar.getFileName(), reasons.get(nameWithoutVersion(jar)))));
            return table.toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String nameWithoutVersion(Path jar) {
        return jar.getFileName().toString().replaceFirst("-[0-9][0-9.]*\\.jar$", "");
    }
}
