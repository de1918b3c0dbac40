package org.backupmetadata.runtime;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.backupmetadata.catalog.BackupPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A function that is set up wrongly is not published, and its log says what to do. */
class PublishTest {
    private static final TestRegion REGION = new TestRegion();

    @AfterAll
    static void close() {
        REGION.close();
    }

    @Test
    void withoutATableNameNothingIsPublished() {
        String message = publishingFails(REGION.function().without("TABLE_NAME"));
        assertTrue(message.contains("TABLE_NAME is missing: set it to the name of the table"), message);
    }

    @Test
    void withAReaderThatIsNoAccountNothingIsPublished() {
        String message = publishingFails(REGION.function().variable("READER_ACCOUNTS", "111122223333,everyone"));
        assertTrue(message.contains("READER_ACCOUNTS is wrong") && message.contains("everyone"), message);
    }

    @Test
    void withoutAllItsClassesNothingIsPublishedAndTheLogSaysWhatToDo() {
        LambdaPackage incomplete = LambdaPackage.ofThisProject().without("aws-lambda-java-events");
        LambdaFunction function = REGION.function(incomplete, "org.backupmetadata.lambda.RestApiHandler").snapStart();
        try (ExecutionEnvironment lambda = function.start()) {
            assertThrows(FunctionFailure.class, lambda::awaitCheckpoint);
            assertTrue(lambda.log().contains("Build it with `sam build`"), lambda.log());
        }
    }

    @Test
    void withoutAClassThatOnlyAListNeedsNothingIsPublished() {
        LambdaPackage incomplete = LambdaPackage.ofThisProject().without(BackupPage.class);
        LambdaFunction function = REGION.function(incomplete, "org.backupmetadata.lambda.RestApiHandler").snapStart();
        try (ExecutionEnvironment lambda = function.start()) {
            assertThrows(FunctionFailure.class, lambda::awaitCheckpoint);
            assertTrue(lambda.log().contains("NoClassDefFoundError: org/backupmetadata/catalog/BackupPage"),
                    lambda.log());
        }
    }

    private static String publishingFails(LambdaFunction function) {
        try (ExecutionEnvironment lambda = function.snapStart().start()) {
            return String.valueOf(assertThrows(FunctionFailure.class, lambda::awaitCheckpoint).getMessage());
        }
    }
}
