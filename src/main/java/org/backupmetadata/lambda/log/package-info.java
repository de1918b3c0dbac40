/**
 * The lines that every function writes to its log.
 *
 * <p>May touch Lambda's logger, {@link org.backupmetadata.catalog} and {@link org.backupmetadata.model}. Start at
 * {@link org.backupmetadata.lambda.log.LogLine}.
 */
@org.jspecify.annotations.NullMarked
package org.backupmetadata.lambda.log;
