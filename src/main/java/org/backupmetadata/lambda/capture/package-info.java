/**
 * What the functions that fill the catalogue have around {@code capture}: their settings, SQS's format of events, and the
 * lines of their logs.
 */
@org.jspecify.annotations.NullMarked
package org.backupmetadata.lambda.capture;
