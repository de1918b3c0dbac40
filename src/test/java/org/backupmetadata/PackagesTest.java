package org.backupmetadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each package knows only those below it, and a library is known where the map of the packages says so. */
class PackagesTest {

    private static final Path SOURCES = Path.of("src/main/java");

    /** Which of this service's packages a package may import. */
    private static final Map<String, Set<String>> BELOW = Map.of("model", Set.of(), "catalog", Set.of("model"), "api",
            Set.of("catalog", "model"), "capture", Set.of("catalog", "model"), "lambda.settings", Set.of(),
            "lambda.log", Set.of("catalog", "model"), "lambda.snapstart", Set.of("lambda.log", "lambda.settings"),
            "lambda.capture", Set.of("capture", "catalog", "model", "lambda.log", "lambda.settings"),
            "lambda.apigateway",
            Set.of("api", "catalog", "model", "lambda.log", "lambda.settings", "lambda.snapstart"), "lambda",
            Set.of("api", "capture", "catalog", "model", "lambda.apigateway", "lambda.capture", "lambda.log",
                    "lambda.settings", "lambda.snapstart"));

    /** Which packages or classes, by the beginning of their names, may import what begins so. */
    private static final Map<String, List<String>> LIBRARIES = Map.of("software.amazon.awssdk.thirdparty.",
            List.of("model.Json"), "software.amazon.awssdk.core.SdkField", List.of("model."),
            "software.amazon.awssdk.enhanced.", List.of("catalog."), "com.amazonaws.", List.of("lambda."), "org.crac.",
            List.of("lambda."), "org.apache.", List.of("lambda.settings."));

    private static final Pattern PACKAGE = Pattern.compile("^package org\\.backupmetadata\\.([a-z.]+);",
            Pattern.MULTILINE);
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern OWN = Pattern.compile("org\\.backupmetadata\\.([a-z.]+)\\.[A-Z].*");

    /** A source file: its package and class as {@code api.BackupApi}, and what it imports. */
    private record Source(String packageName, String name, List<String> imports) {

        static Source read(Path file) {
            try {
                String text = Files.readString(file);
                String packageName = PACKAGE.matcher(text).results().findFirst().orElseThrow().group(1);
                return new Source(packageName,
                        packageName + "." + String.valueOf(file.getFileName()).replace(".java", ""),
                        IMPORT.matcher(text).results().map(found -> found.group(1)).toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Stream<String> ownPackages() {
            return imports.stream().flatMap(name -> OWN.matcher(name).results()).map((MatchResult own) -> own.group(1))
                    .filter(imported -> !imported.equals(packageName));
        }
    }

    private static List<Source> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).map(Source::read).toList();
        }
    }

    @Test
    void aPackageKnowsOnlyThoseBelowIt() throws IOException {
        assertFalse(sources().isEmpty());
        assertEquals(List.of(), sources().stream().flatMap(source -> source.ownPackages()
                .filter(imported -> !BELOW.getOrDefault(source.packageName(), Set.of()).contains(imported))
                .map(imported -> source.name() + " imports from " + imported)).toList());
    }

    @Test
    void aLibraryIsKnownOnlyWhereItBelongs() throws IOException {
        assertEquals(List.of(), sources().stream().flatMap(source -> source.imports().stream()
                .filter(imported -> !mayImport(source, imported))
                .map(imported -> source.name() + " imports " + imported)).toList());
    }

    private static boolean mayImport(Source source, String imported) {
        return LIBRARIES.entrySet().stream().filter(library -> imported.startsWith(library.getKey()))
                .allMatch(library -> library.getValue().stream().anyMatch(source.name()::startsWith));
    }
}
