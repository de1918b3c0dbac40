package org.backupmetadata.api;

import org.backupmetadata.model.Place;

/**
 * What an operation wants to know of a request besides its input.
 *
 * @param caller who asks
 * @param place the backups that the request is about, unless its input says otherwise
 * @param history whether the caller wants to see what is gone, too
 * @param host what the client calls this service, with the port if it named one
 */
record Call(Caller caller, Place place, boolean history, String host, RequestLog log) {}
