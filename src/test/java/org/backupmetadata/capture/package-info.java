@org.jspecify.annotations.NullMarked
package org.backupmetadata.capture;
