/**
 * What a function is configured with. {@link org.backupmetadata.lambda.settings.Settings} reads and checks the
 * environment variables that several functions have; a function's own are a record of its package, such as
 * {@code ApiSettings}. {@link org.backupmetadata.lambda.settings.Deadlines} has every time limit, and
 * {@link org.backupmetadata.lambda.settings.TableClient} makes the clients of the service's own tables, which keep to
 * them.
 *
 * <p>May touch AWS's clients and their HTTP client only. Start at {@code Settings}.
 */
@org.jspecify.annotations.NullMarked
package org.backupmetadata.lambda.settings;
