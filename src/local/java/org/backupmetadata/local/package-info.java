/**
 * The service on a developer's machine: {@link org.backupmetadata.local.LocalRun} starts an embedded database, loads
 * backups into the table that {@code template.yaml} describes, and serves the function that it names over HTTP, as API
 * Gateway would. Never in the Lambda package.
 */
@NullMarked
package org.backupmetadata.local;

import org.jspecify.annotations.NullMarked;
