package org.backupmetadata.api;

/**
 * What an operation wants to know of a request besides its input.
 *
 * @param caller who asks
 * @param account whose backups the request is about, unless its input says otherwise
 * @param region where those are
 * @param history whether the caller wants to see what is gone, too
 * @param host what the client calls this service, with the port if it named one
 */
record Call(Caller caller, String account, String region, boolean history, String host, RequestLog log) {}
