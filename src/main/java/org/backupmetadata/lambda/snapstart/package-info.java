/**
 * What happens around Lambda's snapshot of a function, whichever it is: knows no event and no API, only functions that
 * can be rehearsed and whose client can be replaced.
 *
 * <p>May touch Lambda's and CRaC's interfaces, {@link org.backupmetadata.lambda.settings} and
 * {@link org.backupmetadata.lambda.log}. Start at {@link org.backupmetadata.lambda.snapstart.SnapStart}.
 */
@org.jspecify.annotations.NullMarked
package org.backupmetadata.lambda.snapstart;
