/**
 * What a function is configured with: its environment variables, its time limits, and the client of its tables.
 *
 * <p>May touch AWS's clients only. Start at {@link org.backupmetadata.lambda.settings.Settings}.
 */
@org.jspecify.annotations.NullMarked
package org.backupmetadata.lambda.settings;
