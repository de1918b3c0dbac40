package org.backupmetadata.capture;

import java.nio.file.Path;
import org.backupmetadata.local.LocalDatabase;
import org.backupmetadata.local.SamTemplate;
/**
 * The two tables that capture writes, made anew for each try.
 *
 * @param backups the name of the table of backups
 * @param coverage the name of the table of coverage
 */
public record CaptureTables(String backups, String coverage) {

    private static final SamTemplate TEMPLATE = SamTemplate.read(Path.of("template.yaml"));

    /** Makes both, with names that end in that number. */
    public static CaptureTables create(LocalDatabase database, int number) {
        CaptureTables tables = new CaptureTables("Backups" + number, "Coverage" + number);
        database.createTable(TEMPLATE.backupTable().toBuilder().tableName(tables.backups()).build());
        database.createTable(TEMPLATE.coverageTable().toBuilder().tableName(tables.coverage()).build());
        return tables;
    }
}
