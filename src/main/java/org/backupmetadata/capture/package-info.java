/**
 * How backups get into the catalogue by themselves: events are read and recorded as they come ({@link EventRecorder}), and
 * sweeps compare the catalogue with what an account's own DynamoDB lists ({@link Sweeper}). May use {@code catalog},
 * {@code model} and AWS's clients. Reads accounts by list and describe calls only.
 */
@org.jspecify.annotations.NullMarked
package org.backupmetadata.capture;
