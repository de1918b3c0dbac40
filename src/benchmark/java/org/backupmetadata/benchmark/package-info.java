/**
 * How fast the function is on Lambda's runtime client, beside what nobody can be faster than and what AWS's Java samples
 * reach. {@code mvn -Pbenchmark} prints the table.
 */
@NullMarked
package org.backupmetadata.benchmark;

import org.jspecify.annotations.NullMarked;
