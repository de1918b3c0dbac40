package org.backupmetadata.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/**
 * Loads backups from files of DescribeBackup answers, as version 1 or 2 of the AWS CLI or a script printed them: one
 * document a file, several in a row, an array of them, or one a line. A bad document is reported, and the good ones are
 * loaded.
 */
public final class BackupFiles {

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Located> backups = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int bad;

    private BackupFiles() {
    }

    /**
     * What was loaded, and what was not.
     *
     * @param backups the good ones, each ARN once
     * @param bad how many documents are bad; one that is not JSON counts once, with the rest of its file
     * @param problems why they were left out, at least one reason for each: {@code file:line: reason}
     * @param notes what was loaded but may surprise: {@code file:line: note}
     */
    public record Loaded(List<BackupDescription> backups, int bad, List<String> problems, List<String> notes) {

        /** Copies, so that what was loaded stays what it was. */
        public Loaded {
            backups = List.copyOf(backups);
            problems = List.copyOf(problems);
            notes = List.copyOf(notes);
        }
    }

    /** A good document, with its notes. */
    private record Located(BackupDescription description, String place, List<String> notes) {

        /** The stage of the backup's life: a backup never returns to an earlier one. */
        int stage() {
            return switch (description.backupDetails().backupStatus()) {
                case DELETED -> 3;
                case CREATING -> 1;
                case null -> 0;
                default -> 2;
            };
        }
    }

    /** A part of a file that is read as one document after the other, and the number of its first line. */
    private record Section(Path file, String text, int firstLine) {

        String place(int line) {
            return file + ":" + (firstLine + line - 1);
        }
    }

    /** The result of reading a section: its documents up to the first syntax error, and that error. */
    private record Reading(Section section, List<Located> documents, List<List<String>> badDocuments,
            @Nullable JsonProcessingException syntaxError) {}

    /**
     * Loads a file, whatever its name, or the {@code .json}, {@code .ndjson} and {@code .jsonl} files in a folder and
     * the folders in it, in the order of their names.
     *
     * @throws LocalRunException if there is nothing at that path
     */
    public static Loaded load(Path path) {
        if (!Files.exists(path)) {
            throw new LocalRunException("There is no file or folder " + path + " to load backups from.");
        }
        BackupFiles files = new BackupFiles();
        for (Path file : Files.isDirectory(path) ? files.filesIn(path) : List.of(path)) {
            files.readFile(file);
        }
        return new Loaded(files.backups.values().stream().map(Located::description).toList(), files.bad, files.problems,
                files.notes);
    }

    /** The files in a folder. Follows symbolic links, but visits no folder twice. */
    private List<Path> filesIn(Path folder) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (!attributes.isOther() && isNamedAsBackups(file)) {
                                found.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            if (!(e instanceof FileSystemLoopException)) {
                                bad(file + ": cannot be read: " + e);
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new LocalRunException("The folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
        return found.stream().sorted().toList();
    }

    private static boolean isNamedAsBackups(Path file) {
        return nameEndsWith(file, ".json") || isNamedAsLines(file);
    }

    private static boolean isNamedAsLines(Path file) {
        return nameEndsWith(file, ".ndjson") || nameEndsWith(file, ".jsonl");
    }

    private static boolean nameEndsWith(Path file, String end) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(end);
    }

    private void readFile(Path file) {
        try {
            readText(file, decode(Files.readAllBytes(file)));
        } catch (CharacterCodingException e) {
            bad(file + ":1: neither UTF-8 nor, by its first bytes, UTF-16");
        } catch (IOException e) {
            bad(file + ":1: cannot be read: " + e);
        }
    }

    /** Decodes UTF-8, or UTF-16 with a byte order mark, which PowerShell writes when it redirects. */
    private static String decode(byte[] bytes) throws CharacterCodingException {
        boolean utf16 = bytes.length >= 2
                && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
                        || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF));
        Charset charset = utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /**
     * In a file with one document a line, reading goes on after a bad line; in any other file it ends at a syntax
     * error.
     */
    private void readText(Path file, String text) throws IOException {
        if (text.isBlank()) {
            bad(file + ":1: there is nothing in it");
            return;
        }
        Reading whole = read(new Section(file, text, 1));
        if (whole.syntaxError() == null || !isOneALine(file, text)) {
            keep(whole, "; the rest of the file is left out");
            return;
        }
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            keep(read(new Section(file, lines.get(i), i + 1)), "");
        }
    }

    private static boolean isOneALine(Path file, String text) throws IOException {
        if (isNamedAsLines(file)) {
            return true;
        }
        String firstLine = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        return read(new Section(file, firstLine, 1)).syntaxError() == null;
    }

    private static Reading read(Section section) throws IOException {
        Reading reading = new Reading(section, new ArrayList<>(), new ArrayList<>(), null);
        try (JsonParser parser = JSON.createParser(section.text())) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.START_ARRAY) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        readDocument(parser, reading);
                    }
                } else {
                    readDocument(parser, reading);
                }
            }
            return reading;
        } catch (JsonProcessingException e) {
            return new Reading(section, reading.documents(), reading.badDocuments(), e);
        }
    }

    private static void readDocument(JsonParser parser, Reading into) throws IOException {
        String place = into.section().place(parser.currentTokenLocation().getLineNr());
        List<String> reasons = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        BackupDescription description = DescriptionReader.read(parser, new DescriptionReader.Report() {
            @Override
            public void problem(int line, String reason) {
                reasons.add(into.section().place(line) + ": " + reason);
            }

            @Override
            public void note(int line, String text) {
                notes.add(into.section().place(line) + ": " + text);
            }
        });
        if (description == null) {
            into.badDocuments().add(reasons);
        } else {
            into.documents().add(new Located(description, place, notes));
        }
    }

    private void bad(String... reasons) {
        bad++;
        problems.addAll(List.of(reasons));
    }

    private void keep(Reading reading, String consequence) {
        reading.documents().forEach(this::keep);
        reading.badDocuments().forEach(reasons -> bad(reasons.toArray(String[]::new)));
        JsonProcessingException error = reading.syntaxError();
        if (error != null) {
            int line = error.getLocation() == null ? 1 : error.getLocation().getLineNr();
            bad(reading.section().place(line) + ": not JSON: " + withoutMarker(error.getOriginalMessage())
                    + consequence);
        }
    }

    /** Removes the parser's note of where a structure began: it counts the lines of the section, not of the file. */
    private static String withoutMarker(String message) {
        return message.replaceFirst(" \\(start marker at .*\\)$", "");
    }

    /** Keeps, of several documents about one backup, the one of the latest stage; of equals, the last one. */
    private void keep(Located backup) {
        notes.addAll(backup.notes());
        String arn = backup.description().backupDetails().backupArn();
        Located earlier = backups.putIfAbsent(arn, backup);
        if (earlier == null) {
            return;
        }
        boolean replaces = backup.stage() >= earlier.stage();
        Located counts = replaces ? backup : earlier;
        backups.put(arn, counts);
        notes.add((replaces ? earlier : backup).place() + ": the same backup as in " + counts.place()
                + ", which counts");
    }
}
