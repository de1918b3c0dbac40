@org.jspecify.annotations.NullMarked
package org.backupmetadata.lambda.capture;
