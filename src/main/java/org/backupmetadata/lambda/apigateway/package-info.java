/**
 * The API as a function of API Gateway's events, in both payload versions.
 *
 * <p>May touch {@link org.backupmetadata.api} and all below, and {@link org.backupmetadata.lambda.snapstart} to be
 * rehearsed. Start at {@link org.backupmetadata.lambda.apigateway.ApiFunction}.
 */
@org.jspecify.annotations.NullMarked
package org.backupmetadata.lambda.apigateway;
