package org.backupmetadata.api;

import org.backupmetadata.model.Place;

/**
 * The parts of a request that operations need besides their input.
 *
 * @param caller the verified caller
 * @param place the account and Region of the request, unless its input names others
 * @param history whether the caller wants to see deleted backups, too
 * @param host the host that the client called, with the port if it named one
 */
record Call(Caller caller, Place place, boolean history, String host, RequestLog log) {}
