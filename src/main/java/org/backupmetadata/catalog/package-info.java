/**
 * What a backup is and where it is kept. Reading and writing are apart:
 * {@link org.backupmetadata.catalog.BackupCatalog} finds and lists, {@link org.backupmetadata.catalog.BackupRecorder}
 * records an {@link org.backupmetadata.catalog.Observation} by merging it into the {@code BackupItem} that is there,
 * and {@link org.backupmetadata.catalog.KnownBackups} walks through what is believed to exist. All three reach the
 * table through {@code ItemTable}. {@link org.backupmetadata.catalog.CoverageTable} is another table, of how complete
 * this one is.
 *
 * <p>May touch {@link org.backupmetadata.model}, AWS's model classes and the Enhanced Client. Knows nothing of requests
 * and events. Start at {@code BackupCatalog} for a lookup and at {@code BackupItem} for what the table holds.
 */
@org.jspecify.annotations.NullMarked
package org.backupmetadata.catalog;
