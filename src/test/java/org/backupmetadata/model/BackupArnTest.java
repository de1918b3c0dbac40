package org.backupmetadata.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.backupmetadata.model.InvalidBackupArnException.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

class BackupArnTest {

    @ParameterizedTest
    @CsvSource({
            "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d,us-east-1,111122223333",
            "arn:aws:dynamodb:eu-west-1:444455556666:table/a.B_c-9/backup/00000000000000-00000000,eu-west-1,444455556666",
            "arn:aws-cn:dynamodb:cn-north-1:111122223333:table/Music/backup/01489173575360-b308cd7d,cn-north-1,111122223333",
            "arn:aws-us-gov:dynamodb:us-gov-west-1:111122223333:table/Music/backup/01489173575360-b308cd7d,us-gov-west-1,111122223333",
            "arn:aws-iso-b:dynamodb:us-isob-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d,us-isob-east-1,111122223333",
            "arn:aws-eusc:dynamodb:eusc-de-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d,eusc-de-east-1,111122223333",
            "arn:aws:backup:us-east-1:111122223333:recovery-point:8a92c3f1-e475-4d9e-95e6-7c138f2d4b0a,us-east-1,111122223333"})
    void namesTheRegionAndTheAccount(String text, String region, String account) {
        BackupArn arn = BackupArn.parse(text);
        assertEquals(List.of(text, Place.of(account, region)), List.of(arn.text(), arn.place()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "free text that is long enough to be an ARN",
            "arn:aws:dynamodb:us-east-1:111122223333:table/Music",
            "arn:aws:dynamodb:us-east-1:111122223333:table/Music/stream/2015-05-11T21:21:33.291",
            "arn:aws:dynamodb:us-east-1:111122223333:table/Music/index/ByArtist",
            "arn:aws:backup:us-east-1:111122223333:backup-vault:Default",
            "ARN:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d",
            " arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d",
            "arn:aws:dynamodb:us-east-1:table/Music/backup/01489173575360-b308cd7d"})
    void tellsWhatIsNoBackupArn(String text) {
        assertEquals(Reason.NOT_A_BACKUP_ARN, reason(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws-mars:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d",
            "arn:aws-cn:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d",
            "arn::dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d",
            "arn:aws:s3:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d",
            "arn:aws:backup:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d",
            "arn:aws:dynamodb:us-east-1:111122223333:recovery-point:8a92c3f1-e475-4d9e-95e6-7c138f2d4b0a",
            "arn:aws:dynamodb:mars-north-1:111122223333:table/Music/backup/01489173575360-b308cd7d",
            "arn:aws:dynamodb:aws-global:111122223333:table/Music/backup/01489173575360-b308cd7d",
            "arn:aws:dynamodb::111122223333:table/Music/backup/01489173575360-b308cd7d",
            "arn:aws:dynamodb:us-east-1:11112222333:table/Music/backup/01489173575360-b308cd7d",
            "arn:aws:dynamodb:us-east-1:1111222233334:table/Music/backup/01489173575360-b308cd7d",
            "arn:aws:dynamodb:us-east-1:\u0661\u0661\u0661\u0661\u0662\u0662\u0662\u0662\u0663\u0663\u0663\u0663:table/Music/backup/01489173575360-b308cd7d",
            "arn:aws:dynamodb:us-east-1:111122223333:table/ab/backup/01489173575360-b308cd7d",
            "arn:aws:dynamodb:us-east-1:111122223333:table/Mus ic/backup/01489173575360-b308cd7d",
            "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/1489173575360-b308cd7d",
            "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-B308CD7D",
            "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7",
            "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360b308cd7d",
            "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/",
            "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d/more",
            "arn:aws:dynamodb:us-east-1:111122223333:table/Music/backup/01489173575360-b308cd7d\n",
            "arn:aws:backup:us-east-1:111122223333:recovery-point:"})
    void tellsABackupArnWithAPartThatCannotBe(String text) {
        assertEquals(Reason.INVALID_PART, reason(text));
    }

    static Stream<Region> regions() {
        return Region.regions().stream().filter(region -> !region.isGlobalRegion());
    }

    @ParameterizedTest
    @MethodSource("regions")
    void knowsEveryRegionThatTheSdkKnowsInItsPartition(Region region) {
        String arn = "arn:" + PartitionMetadata.of(region).id() + ":dynamodb:" + region
                + ":111122223333:table/Music/backup/01489173575360-b308cd7d";
        assertEquals(region.id(), BackupArn.parse(arn).place().region());
    }

    private static Reason reason(String text) {
        return assertThrows(InvalidBackupArnException.class, () -> BackupArn.parse(text)).reason();
    }
}
