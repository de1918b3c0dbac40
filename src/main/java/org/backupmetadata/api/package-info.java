/**
 * The operations, and the two ways in which they are asked: DynamoDB's wire protocol, and GET requests. Who calls, what a
 * caller may read, and how an error is answered.
 *
 * <p>May touch {@link org.backupmetadata.catalog}, {@link org.backupmetadata.model} and AWS's model classes. Knows nothing of
 * Lambda, of API Gateway's events, and of the table. Start at {@link org.backupmetadata.api.BackupApi}.
 */
@org.jspecify.annotations.NullMarked
package org.backupmetadata.api;
