/**
 * The API, whatever is in front of it. {@link org.backupmetadata.api.BackupApi} gets an
 * {@link org.backupmetadata.api.ApiRequest} and hands it to one of two dialects: {@code AwsJsonDialect} is DynamoDB's
 * wire protocol, {@code GetDialect} the resources for people and caches. Both ask the same {@code Operation}s, such as
 * {@code DescribeBackup}, which checks its input, asks {@link org.backupmetadata.api.Readers} whether the caller may
 * read, and then the catalogue. What ends in an exception becomes a {@code Failure} with one of the errors of
 * {@code ApiError}. What a request was about is in its {@link org.backupmetadata.api.RequestLog}.
 *
 * <p>May touch {@link org.backupmetadata.catalog}, {@link org.backupmetadata.model} and AWS's model classes. Knows
 * nothing of Lambda, of API Gateway's events, and of the table. Start at {@code BackupApi}.
 */
@org.jspecify.annotations.NullMarked
package org.backupmetadata.api;
