/**
 * Lambda on this machine: the package as SAM builds it, under Lambda's own runtime client in a JVM of its own, with or
 * without SnapStart, against a table behind TLS whose connections break when told to.
 */
@NullMarked
package org.backupmetadata.runtime;

import org.jspecify.annotations.NullMarked;
