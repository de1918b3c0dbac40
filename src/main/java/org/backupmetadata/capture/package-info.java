/**
 * How backups get into the catalogue by themselves, in two ways. {@link org.backupmetadata.capture.EventRecorder}
 * records what one event says: {@code EventBridgeReader} makes a {@code BackupEvent} of its JSON.
 * {@link org.backupmetadata.capture.Sweeper} makes a {@link org.backupmetadata.capture.Tick}: to each account and
 * Region that is due it sends a {@code Visit}, which compares, window by window, what {@code LiveAccount} lists with
 * what the catalogue knows; {@code VaultVisit} does the same with AWS Backup's recovery points. Either records through
 * {@link org.backupmetadata.catalog.BackupRecorder}, and says in {@link org.backupmetadata.catalog.CoverageTable} how
 * far that goes.
 *
 * <p>May touch {@link org.backupmetadata.catalog}, {@link org.backupmetadata.model} and AWS's clients; the functions
 * hand it those of the accounts as a {@link org.backupmetadata.capture.LiveAccess}. Reads accounts by list and describe
 * calls only. Start at {@code EventRecorder} for an event and at {@code Sweeper} for a sweep.
 */
@org.jspecify.annotations.NullMarked
package org.backupmetadata.capture;
