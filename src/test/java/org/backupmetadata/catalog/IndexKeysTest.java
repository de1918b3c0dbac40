package org.backupmetadata.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.backupmetadata.model.BackupArn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;

/** In which lists of a table a backup is. */
class IndexKeysTest {

    private static final String POINT = "arn:aws:backup:us-east-1:111122223333:recovery-point:1";
    private static final String PLAIN = "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489602797149-73d8d5bc";

    /** Without a table's ARN nothing says that it is another's. */
    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {
            POINT + ",arn:aws:dynamodb:us-east-1:111122223333:table/Orders,Orders",
            POINT + ",arn:aws:dynamodb:us-east-1:444455556666:table/Orders,none",
            POINT + ",arn:aws:dynamodb:eu-west-1:111122223333:table/Orders,none",
            POINT + ",arn:aws:dynamodb:mars-north-1:111122223333:table/Orders,none",
            POINT + ",none,Orders", PLAIN + ",arn:aws:dynamodb:us-east-1:444455556666:table/Orders,Music"})
    void aCopyOfAnotherPlacesTableIsNotInTheListOfItsNamesake(String arn, @Nullable String table,
            @Nullable String expected) {
        BackupDescription description = BackupDescription.builder()
                .sourceTableDetails(source -> source.tableName("Orders").tableArn(table)).build();
        assertEquals(expected, IndexKeys.tableName(BackupArn.parse(arn), description));
    }
}
