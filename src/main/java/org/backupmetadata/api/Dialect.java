package org.backupmetadata.api;

/** A way to ask for the operations over HTTP. Any exception that it throws comes back to it as a failure. */
interface Dialect {

    /** Whether the request is in this dialect. */
    boolean claims(ApiRequest request);

    /** Answers a request that it claims, and notes in {@code log} what it is about. */
    ApiResponse answer(ApiRequest request, RequestLog log);

    /** The answer to a request that it claims and could not answer. */
    ApiResponse failure(ApiRequest request, Failure failure);
}
