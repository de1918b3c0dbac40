package org.backupmetadata.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.backupmetadata.local.BackupFiles.Loaded;
import org.backupmetadata.model.BackupArn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.BackupDetails;
import software.amazon.awssdk.services.dynamodb.model.BackupType;

class BackupFilesTest {

    private static final String ARN = "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01516149542009-41ca7e0f";
    private static final String OTHER_ARN = ARN.replace("Music", "Films");

    @TempDir
    Path folder;

    private static String document(String arn) {
        return "{\"BackupDescription\":{\"BackupDetails\":{\"BackupArn\":\"" + arn + "\"}}}";
    }

    private static String withDetail(String member) {
        return "{\"BackupDescription\":{\"BackupDetails\":{\"BackupArn\":\"" + ARN + "\",\n" + member + "}}}";
    }

    private Path file(String name, String text) throws IOException {
        return file(name, text, StandardCharsets.UTF_8);
    }

    private Path file(String name, String text, Charset charset) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text, charset);
    }

    private static List<String> arns(Loaded loaded) {
        return loaded.backups().stream().map(backup -> backup.backupDetails().backupArn()).toList();
    }

    private BackupDetails only(String text) throws IOException {
        Loaded loaded = BackupFiles.load(file("one.json", text));
        assertEquals(List.of(), loaded.problems());
        return loaded.backups().getFirst().backupDetails();
    }

    static Stream<Arguments> everyForm() {
        String one = document(ARN);
        String two = document(OTHER_ARN);
        String pretty = one.replace(":{", ": {\n    ").replace("}", "\n}");
        return Stream.of(arguments("one document", "a.json", one, 1), arguments("pretty printed", "a.json", pretty, 1),
                arguments("without the wrapper", "a.json", one.replaceFirst("\\{\"BackupDescription\":(.*)}", "$1"), 1),
                arguments("with boto3's metadata", "a.json",
                        one.replaceFirst("}$", ",\"ResponseMetadata\":{\"a\":[1]}}"), 1),
                arguments("an array", "a.json", "[" + one + ",\n" + two + "]", 2),
                arguments("an empty array", "a.json", "[]", 0),
                arguments("one a line", "a.json", one + "\n\n" + two + "\n", 2),
                arguments("one a line", "a.ndjson", one + "\r\n" + two, 2),
                arguments("one a line", "a.jsonl", one + "\n" + two + "\n", 2),
                arguments("an array a line", "a.jsonl", "[" + one + "]\n[" + two + "]\n", 2),
                arguments("pretty printed in a row", "a.json", pretty + "\n" + two.replace(":{", ": {\n"), 2),
                arguments("in a row on one line", "a.ndjson", one + two, 2),
                arguments("with a byte order mark", "a.json", "\uFEFF" + one, 1),
                arguments("named in capitals", "A.JSON", one, 1));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyForm")
    void loadsEveryFormThatBackupsComeIn(String form, String name, String text, int count) throws IOException {
        file(name, text);

        Loaded loaded = BackupFiles.load(folder);

        assertEquals(List.of(), loaded.problems(), form);
        assertEquals(List.of(ARN, OTHER_ARN).subList(0, count), arns(loaded), form);
        assertEquals(0, loaded.bad());
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE", "UTF-16BE"})
    void loadsWhatPowerShellRedirects(String charset) throws IOException {
        Path file = file("a.json", "\uFEFF" + document(ARN), Charset.forName(charset));

        assertEquals(List.of(ARN), arns(BackupFiles.load(file)));
    }

    @ParameterizedTest
    @CsvSource({"1516149542.009, 2018-01-17T00:39:02.009Z", "1.516149542009E9, 2018-01-17T00:39:02.009Z",
            "1516149542, 2018-01-17T00:39:02Z", "0, 1970-01-01T00:00:00Z", "-0.001, 1969-12-31T23:59:59.999Z",
            "1576616366.7149999, 2019-12-17T20:59:26.715Z", "1516149542009, 2018-01-17T00:39:02.009Z",
            "'\"2025-10-01T12:00:00.123000+02:00\"', 2025-10-01T10:00:00.123Z",
            "'\"2025-10-01T12:00:00Z\"', 2025-10-01T12:00:00Z",
            "'\"2025-10-01T12:00:00.123999999-07:00\"', 2025-10-01T19:00:00.124Z",
            "'\"2025-10-01 12:00:00.123000+00:00\"', 2025-10-01T12:00:00.123Z",
            "'\"1969-12-31T23:59:59.9994Z\"', 1969-12-31T23:59:59.999Z",
            "'\"2019-12-17T12:59:26.715-0800\"', 2019-12-17T20:59:26.715Z",
            "'\"2019-12-17T12:59:26.715-08\"', 2019-12-17T20:59:26.715Z",
            "'\"2019-12-17 20:59:26 UTC\"', 2019-12-17T20:59:26Z",
            "'\"2019-12-17 20:59:26.715 +0000 UTC\"', 2019-12-17T20:59:26.715Z",
            "'\"2019-12-17 12:59:26,715 -0800 PST\"', 2019-12-17T20:59:26.715Z",
            "'\"2019-12-17T20:59Z\"', 2019-12-17T20:59:00Z",
            "'\"Tue, 17 Dec 2019 20:59:26 GMT\"', 2019-12-17T20:59:26Z",
            "'\"/Date(1576616366715)/\"', 2019-12-17T20:59:26.715Z",
            "'\"1576616366.7149999\"', 2019-12-17T20:59:26.715Z"})
    void readsTimesAsToolsPrintThem(String json, Instant expected) throws IOException {
        assertEquals(expected, only(withDetail("\"BackupCreationDateTime\": " + json)).backupCreationDateTime());
    }

    static Stream<Arguments> everyMistake() {
        return Stream.of(
                arguments("{\"BackupDescription\":\n{\"BackupDetails\":\n,}}", 3,
                        "not JSON: Unexpected character (','"),
                arguments(document(ARN).replace("}}}", "}}"), 1, "not JSON: Unexpected end-of-input"),
                arguments("aws: error", 1, "not JSON: Unrecognized token 'aws'"),
                arguments(" \n", 1, "there is nothing in it"),
                arguments("42", 1, "nothing that looks like a backup: expected an object, found 42"),
                arguments("[null]", 1, "nothing that looks like a backup: expected an object, found null"),
                arguments("{\"TableDescription\":{}}", 1,
                        "nothing that looks like a backup: it has neither BackupDescription nor BackupDetails"),
                arguments("{\"BackupSummaries\":[]}", 1, "(list-backups prints BackupSummaries;"),
                arguments("{\"BackupDescription\":[]}", 1, "BackupDescription: expected an object, found an array"),
                arguments("{\"BackupDescription\":{}}", 1, "BackupDetails.BackupArn is missing"),
                arguments("{\"BackupDescription\":{\"BackupDetails\":{\"BackupArn\":null}}}", 1,
                        "BackupDetails.BackupArn is missing"),
                arguments("{\"BackupDescription\":\n{\"BackupDetails\":\n{\"BackupArn\":\"Music\"}}}", 3,
                        "BackupDetails.BackupArn: not the ARN of a backup: \"Music\""),
                arguments(document(ARN.replace("us-east-1", "moon-1")), 1,
                        "BackupDetails.BackupArn: a backup ARN with an invalid part: \"arn:aws:dynamodb:moon-1:"),
                arguments("{\"BackupDetails\":{\"BackupArn\":7}}", 1,
                        "BackupDetails.BackupArn: expected a string, found 7"),
                arguments(withDetail("\"BackupSizeBytes\": \"12\""), 2,
                        "BackupDetails.BackupSizeBytes: expected a whole number, found the string \"12\""),
                arguments(withDetail("\"BackupSizeBytes\": 12.5"), 2, "expected a whole number, found 12.5"),
                arguments(withDetail("\"BackupSizeBytes\": 99999999999999999999"), 2,
                        "expected a whole number, found 9999"),
                arguments(withDetail("\"BackupCreationDateTime\": \"yesterday\""), 2,
                        "BackupDetails.BackupCreationDateTime: expected a time, as epoch seconds or as ISO 8601 with an offset,"
                                + " found the string \"yesterday\""),
                arguments(withDetail("\"BackupCreationDateTime\": \"2025-10-01T12:00:00\""), 2,
                        "ISO 8601 with an offset"),
                arguments(withDetail("\"BackupCreationDateTime\": 1e400"), 2,
                        "BackupDetails.BackupCreationDateTime: expected"),
                arguments(withDetail("\"BackupCreationDateTime\": true"), 2, "expected a time, found true"),
                arguments("{\"BackupDetails\":{},\"SourceTableDetails\":{\"KeySchema\":[{},\n{\"KeyType\":false}]}}", 2,
                        "SourceTableDetails.KeySchema[1].KeyType: expected a string, found false"),
                arguments("{\"BackupDetails\":{},\"SourceTableDetails\":{\"KeySchema\":{}}}", 1,
                        "SourceTableDetails.KeySchema: expected an array, found an object"),
                arguments("{\"BackupDetails\":{},\"SourceTableDetails\":{\"KeySchema\":[null]}}", 1,
                        "SourceTableDetails.KeySchema[0]: expected an object, found null"),
                arguments(
                        "{\"BackupDetails\":{},\"SourceTableFeatureDetails\":{\"StreamDescription\":{\"StreamEnabled\":1}}}",
                        1,
                        "SourceTableFeatureDetails.StreamDescription.StreamEnabled: expected true or false, found 1"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("everyMistake")
    void saysWhereABadDocumentIsBadAndWhy(String text, int line, String reason) throws IOException {
        Path file = file("bad.json", text);

        Loaded loaded = BackupFiles.load(file);

        assertEquals(List.of(), loaded.backups());
        assertEquals(1, loaded.bad());
        assertEquals(1, loaded.problems().size());
        String problem = loaded.problems().getFirst();
        assertTrue(problem.startsWith(file + ":" + line + ": "), problem);
        assertTrue(problem.contains(reason), problem);
        assertFalse(problem.contains("Source:"), problem);
    }

    @Test
    void reportsEveryMistakeOfADocumentAndCountsItOnce() throws IOException {
        Loaded loaded = BackupFiles.load(file("a.json", withDetail("\"BackupName\": 1,\n\"BackupSizeBytes\": true")));

        assertEquals(2, loaded.problems().size());
        assertEquals(1, loaded.bad());
    }

    @Test
    void reportsBytesThatAreNoText() throws IOException {
        Path file = Files.write(folder.resolve("a.json"), new byte[]{'"', (byte) 0xC3, '"'});

        assertEquals(List.of(file + ":1: neither UTF-8 nor, by its first bytes, UTF-16"),
                BackupFiles.load(file).problems());
    }

    @Test
    void goesOnAfterABadLineWhereDocumentsComeOneALine() throws IOException {
        Path lines = file("a.ndjson",
                "{\"cut off\n" + document(ARN) + "\n{\"BackupDetails\":{}}\n" + document(OTHER_ARN));

        Loaded loaded = BackupFiles.load(lines);

        assertEquals(List.of(ARN, OTHER_ARN), arns(loaded));
        assertEquals(2, loaded.bad());
        assertTrue(loaded.problems().get(0).startsWith(lines + ":1: not JSON"), loaded.problems().get(0));
        assertEquals(lines + ":3: BackupDetails.BackupArn is missing", loaded.problems().get(1));
    }

    @Test
    void goesOnAfterABadLineInAJsonFileThatBeganWithALineADocument() throws IOException {
        Loaded loaded = BackupFiles.load(file("a.json", document(ARN) + "\n{\n" + document(OTHER_ARN)));

        assertEquals(List.of(ARN, OTHER_ARN), arns(loaded));
        assertEquals(1, loaded.bad());
    }

    @Test
    void leavesOutTheRestOfAFileThatStopsBeingJsonAndSaysSo() throws IOException {
        Path file = file("a.json", "[\n" + document(ARN) + ",\n" + document(OTHER_ARN) + " oops");

        Loaded loaded = BackupFiles.load(file);

        assertEquals(List.of(ARN, OTHER_ARN), arns(loaded));
        assertTrue(loaded.problems().getFirst().startsWith(file + ":3: not JSON"), loaded.problems().getFirst());
        assertTrue(loaded.problems().getFirst().endsWith("; the rest of the file is left out"));
    }

    @Test
    void takesTheLastOfDocumentsAboutTheSameBackupAndSaysSo() throws IOException {
        Path first = file("a.json", document(ARN));
        Path second = file("b.jsonl", "\n" + withDetail("\"BackupName\":\"later\"").replace("\n", ""));

        Loaded loaded = BackupFiles.load(folder);

        assertEquals(List.of("later"), loaded.backups().stream().map(b -> b.backupDetails().backupName()).toList());
        assertEquals(List.of(first + ":1: the same backup as in " + second + ":2, which counts"), loaded.notes());
        assertEquals(0, loaded.bad());
    }

    @Test
    void readsFoldersInOrderAndLeavesOtherFilesAlone() throws IOException {
        file("z/a.json", document(ARN));
        file("b.json", document(OTHER_ARN));
        file("README.md", "not a backup");

        Loaded loaded = BackupFiles.load(folder);

        assertEquals(List.of(OTHER_ARN, ARN), arns(loaded));
        assertEquals(List.of(), loaded.problems());
    }

    @Test
    void readsAFileOfAnyNameIfAskedTo() throws IOException {
        assertEquals(List.of(ARN), arns(BackupFiles.load(file("backup.txt", document(ARN)))));
    }

    @Test
    void saysThatAPathIsMissing() {
        LocalRunException e = assertThrows(LocalRunException.class, () -> BackupFiles.load(folder.resolve("none")));

        assertEquals("There is no file or folder " + folder.resolve("none") + " to load backups from.", e.getMessage());
    }

    @Test
    void keepsAbsentAndEmptyApart() throws IOException {
        String details = "{\"BackupDetails\":{\"BackupArn\":\"" + ARN + "\"}";
        BackupDescription absent = BackupFiles.load(file("a.json", details + "}")).backups().getFirst();
        BackupDescription none = BackupFiles.load(file("b.json", details + ",\"SourceTableFeatureDetails\":null}"))
                .backups().getFirst();
        BackupDescription empty = BackupFiles
                .load(file("c.json", details + ",\"SourceTableFeatureDetails\":{\"LocalSecondaryIndexes\":[]}}"))
                .backups()
                .getFirst();

        assertNull(absent.sourceTableFeatureDetails());
        assertEquals(absent, none);
        assertTrue(empty.sourceTableFeatureDetails().hasLocalSecondaryIndexes());
        assertFalse(empty.sourceTableFeatureDetails().hasGlobalSecondaryIndexes());
    }

    @Test
    void keepsWhatTheDocumentedPageLacksAndStatusesNobodyKnowsYet() throws IOException {
        String text = """
                {"BackupDetails": {"BackupArn": "%s", "BackupStatus": "HIBERNATING", "Unheard": {"of": [{}]}},
                 "SourceTableFeatureDetails": {"VectorIndexes": [{"IndexName": "ByMeaning", "Dimensions": 256}]}}
                """.formatted(ARN);

        BackupDescription backup = BackupFiles.load(file("a.json", text)).backups().getFirst();

        assertEquals("HIBERNATING", backup.backupDetails().backupStatusAsString());
        assertEquals(256, backup.sourceTableFeatureDetails().vectorIndexes().getFirst().dimensions());
    }

    @Test
    void loadsEverySampleOfTheProject() {
        Loaded loaded = BackupFiles.load(Path.of("src/test/resources/backups"));

        assertEquals(List.of(), loaded.problems());
        assertEquals(List.of(), loaded.notes());
        assertEquals(List.of("111122223333", "444455556666"),
                arns(loaded).stream().map(arn -> BackupArn.parse(arn).place().account().digits()).distinct().sorted()
                        .toList());
    }

    static Stream<BackupDetails> samples() {
        return BackupFiles.load(Path.of("src/test/resources/backups")).backups().stream()
                .map(BackupDescription::backupDetails);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void samplesKeepAwsRules(BackupDetails sample) {
        String id = sample.backupArn().replaceFirst(".*/backup/", "");
        Instant created = sample.backupCreationDateTime();
        boolean system = sample.backupType() == BackupType.SYSTEM;

        assertEquals(String.format(Locale.ROOT, "%014d", created.toEpochMilli()), id.substring(0, 14));
        assertEquals(system, id.endsWith("-00000000"));
        assertEquals(system, sample.backupName().endsWith("$DeletedTableBackup"));
        assertEquals(system, sample.backupExpiryDateTime() != null);
        // A sample may last longer than AWS's 35 days, which would have expired by now.
        assertTrue(!system || !sample.backupExpiryDateTime().isBefore(created.plus(Duration.ofDays(35))));
        assertNotNull(sample.backupStatus());
    }

    private static String withStatus(String status) {
        return withDetail("\"BackupStatus\": \"" + status + "\"");
    }

    @ParameterizedTest
    @CsvSource({"DELETED, AVAILABLE, DELETED", "AVAILABLE, DELETED, DELETED", "DELETED, CREATING, DELETED",
            "AVAILABLE, CREATING, AVAILABLE", "CREATING, AVAILABLE, AVAILABLE"})
    void ofDocumentsAboutTheSameBackupTheOneCountsInWhichItHasComeFurthest(String first, String second, String counts)
            throws IOException {
        file("a.json", withStatus(first));
        file("b.json", withStatus(second));

        Loaded loaded = BackupFiles.load(folder);

        assertEquals(List.of(counts),
                loaded.backups().stream().map(backup -> backup.backupDetails().backupStatusAsString())
                        .toList());
        assertEquals(1, loaded.notes().size());
        assertTrue(loaded.notes().getFirst().endsWith(", which counts"), loaded.notes().getFirst());
    }

    @ParameterizedTest
    @CsvSource({"arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01516149542009-41ca7e0f, USER",
            "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01516149542009-00000000, SYSTEM",
            "arn:aws:backup:us-east-1:111122223333:recovery-point:1b2c, AWS_BACKUP"})
    void aBackupWithoutATypeHasTheOneThatItsArnSays(String arn, BackupType type) throws IOException {
        for (String member : List.of("", ",\"BackupType\":null", ",\"BackupType\":\"\"")) {
            assertEquals(type,
                    only("{\"BackupDetails\":{\"BackupArn\":\"" + arn + "\"" + member + "}}").backupType());
        }
    }

    @Test
    void anEmptyStringIsAnAbsentMember() throws IOException {
        String text = """
                {"BackupDetails": {"BackupArn": "%s", "BackupStatus": "", "BackupName": ""},
                 "SourceTableDetails": {"BillingMode": ""}}
                """.formatted(ARN);

        Loaded loaded = BackupFiles.load(file("a.json", text));

        assertEquals(List.of(), loaded.problems());
        assertNull(loaded.backups().getFirst().backupDetails().backupStatusAsString());
        assertNull(loaded.backups().getFirst().backupDetails().backupName());
        assertNull(loaded.backups().getFirst().sourceTableDetails().billingModeAsString());
    }

    @Test
    void followsSymbolicLinksWithoutGoingRoundInCircles(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("a.json"), document(ARN));
        Files.createSymbolicLink(elsewhere.resolve("back"), elsewhere);
        Files.writeString(elsewhere.resolve("other"), document(OTHER_ARN));
        Files.createSymbolicLink(folder.resolve("linked"), elsewhere);
        Files.createSymbolicLink(folder.resolve("b.json"), elsewhere.resolve("other"));

        assertEquals(List.of(OTHER_ARN, ARN), arns(BackupFiles.load(folder)));
        assertEquals(List.of(ARN), arns(BackupFiles.load(folder.resolve("linked"))));
    }

    @Test
    void reportsALinkToNothing() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("a.json"), folder.resolve("none"));

        Loaded loaded = BackupFiles.load(folder);

        assertEquals(1, loaded.bad());
        assertTrue(loaded.problems().getFirst().startsWith(link + ":1: cannot be read"), loaded.problems().getFirst());
    }

    static Stream<Arguments> everyContradiction() {
        return Stream.of(
                arguments(
                        "\n\"SourceTableDetails\":\n{\"TableArn\":\"arn:aws:dynamodb:us-east-1:111122223333:table/Films\"}",
                        3,
                        "SourceTableDetails.TableArn: \"arn:aws:dynamodb:us-east-1:111122223333:table/Films\" is not what the"
                                + " backup's ARN names, \"arn:aws:dynamodb:us-east-1:111122223333:table/Music\""),
                arguments("\"SourceTableDetails\":{\"TableName\":\"Films\"}", 1,
                        "SourceTableDetails.TableName: \"Films\" is not what the backup's ARN names, \"Music\""),
                arguments("\"SourceTableDetails\":{\"Colour\":{\"of\":[1]}}", 1,
                        "SourceTableDetails.Colour is left out: this version of the AWS SDK knows no such member"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("everyContradiction")
    void reportsWhatContradictsTheArnOrIsLeftOut(String member, int line, String note) throws IOException {
        Path file = file("a.json", "{\"BackupDetails\":{\"BackupArn\":\"" + ARN + "\"}," + member + "}");

        Loaded loaded = BackupFiles.load(file);

        assertEquals(List.of(ARN), arns(loaded));
        assertEquals(List.of(file + ":" + line + ": " + note), loaded.notes());
    }

    @Test
    void reportsATimeOfCreationAndATypeThatTheArnDoesNotHave() throws IOException {
        Path file = file("a.json",
                withDetail("\"BackupType\": \"SYSTEM\",\n\"BackupCreationDateTime\": 1516149543.5"));

        assertEquals(List.of(
                file + ":3: BackupDetails.BackupCreationDateTime: 2018-01-17T00:39:03.500Z is not when the backup was created"
                        + " by its ARN, 2018-01-17T00:39:02.009Z",
                file + ":2: BackupDetails.BackupType: SYSTEM is not the type that the ARN names, USER"),
                BackupFiles.load(file).notes());
    }
}
