/**
 * The functions: one class for each handler that {@code template.yaml} names, which puts the parts together.
 *
 * <p>May touch everything, and nothing touches it. {@code apigateway} reads and writes API Gateway's events,
 * {@code capture} those of the functions that fill the catalogue, {@code snapstart} prepares a function for its
 * snapshot, {@code settings} has the environment variables and the clients, {@code log} the lines of the log. Start at
 * {@link org.backupmetadata.lambda.RestApiHandler}.
 */
@org.jspecify.annotations.NullMarked
package org.backupmetadata.lambda;
