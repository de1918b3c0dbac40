package org.backupmetadata.runtime;

/**
 * What Lambda reports when a function could not be published, restored or called: the type and the body of the error
 * that the runtime client sent, or the exit status of a process that sent none.
 */
public final class FunctionFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FunctionFailure(String type, String detail) {
        super(type + ": " + detail);
    }
}
