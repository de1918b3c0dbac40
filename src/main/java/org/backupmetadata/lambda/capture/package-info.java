/**
 * What the functions that fill the catalogue have around {@link org.backupmetadata.capture}. For events,
 * {@code SqsFormat} reads a batch of messages, and {@link org.backupmetadata.lambda.capture.RecordedBatch} records them
 * one by one and returns those to deliver again. For sweeps, {@link org.backupmetadata.lambda.capture.LiveClients}
 * makes the clients that read accounts, other accounts with a role, and
 * {@link org.backupmetadata.lambda.capture.SweepLines} logs a tick.
 * {@link org.backupmetadata.lambda.capture.CaptureSettings} are the settings of both.
 *
 * <p>May touch {@code capture} and all below, {@link org.backupmetadata.lambda.settings} and
 * {@link org.backupmetadata.lambda.log}. Start at {@code RecordedBatch} and at {@code LiveClients}.
 */
@org.jspecify.annotations.NullMarked
package org.backupmetadata.lambda.capture;
