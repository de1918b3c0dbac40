package org.backupmetadata.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableArnTest {

    @ParameterizedTest
    @CsvSource({"arn:aws:dynamodb:us-east-1:111122223333:table/Music,us-east-1,111122223333,Music",
            "arn:aws-cn:dynamodb:cn-north-1:444455556666:table/a.B_c-9,cn-north-1,444455556666,a.B_c-9"})
    void saysWhereTheTableIs(String text, String region, String account, String tableName) {
        assertEquals(Optional.of(new TableArn(Place.of(account, region), tableName)), TableArn.find(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Music", "arn:aws:dynamodb:us-east-1:111122223333:table/Music/index/ByYear",
            "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d",
            "arn:aws:dynamodb:us-east-1:111122223333:table/Mu sic", "arn:aws:dynamodb:us-east-1:111122223333:table/ab",
            "arn:aws:dynamodb:us-east-1:11112222333:table/Music", "arn:aws:dynamodb::111122223333:table/Music",
            "arn:aws:s3:us-east-1:111122223333:table/Music", "arn:aws-cn:dynamodb:us-east-1:111122223333:table/Music",
            "arn:aws:dynamodb:mars-north-1:111122223333:table/Music",
            "arn:aws:dynamodb:us-east-1:111122223333:table/Music\n"})
    void tellsWhatIsNoTableArn(String text) {
        assertEquals(Optional.empty(), TableArn.find(text));
    }

    @Test
    void aTableHasAtLeastThreeAndAtMost255Characters() {
        assertTrue(TableArn.isTableName("abc"));
        assertTrue(TableArn.isTableName("x".repeat(255)));
        assertFalse(TableArn.isTableName("ab"));
        assertFalse(TableArn.isTableName("x".repeat(256)));
        assertFalse(TableArn.isTableName("a/b"));
    }
}
