package org.backupmetadata.local;

/** Why the local run cannot go on, in a sentence that its user can act on. It is printed without a stack trace. */
public final class LocalRunException extends RuntimeException {

    LocalRunException(String sentence) {
        super(sentence);
    }

    LocalRunException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
