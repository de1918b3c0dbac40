package org.backupmetadata.local;

/** API Gateway refuses a request itself, with the answer that the template has for {@code type}. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final String type;

    RefusedException(String type, String message) {
        super(message, null, false, false);
        this.type = type;
    }

    /** Which of API Gateway's own answers: {@code INVALID_SIGNATURE}, for instance. */
    String type() {
        return type;
    }
}
