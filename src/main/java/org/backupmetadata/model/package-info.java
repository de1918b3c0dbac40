/**
 * AWS's values and codecs, as every other package uses them: accounts, Regions and ARNs; AWS JSON; attribute values;
 * time.
 *
 * <p>May touch the AWS SDK's core, its model classes and its copy of Jackson, which only
 * {@link org.backupmetadata.model.Json} reaches. Knows no other package of this service, and neither the table nor what
 * a request is. Start at {@link org.backupmetadata.model.BackupArn} for the values, at
 * {@link org.backupmetadata.model.AwsJson} for the codecs.
 */
@org.jspecify.annotations.NullMarked
package org.backupmetadata.model;
