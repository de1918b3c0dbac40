package org.backupmetadata.model;

/**
 * A text that should have been a backup's ARN is not. It leads to an answer and is no bug, so it has no stack trace.
 */
public final class InvalidBackupArnException extends IllegalArgumentException {

    /** DynamoDB answers the two differently. */
    public enum Reason {
        /** Something else: free text, or the ARN of a table. */
        NOT_A_BACKUP_ARN,
        /**
         * A text in the shape of a backup's ARN, with an impossible partition, service, Region, account, table or id.
         */
        INVALID_PART
    }

    private final Reason reason;

    InvalidBackupArnException(Reason reason) {
        super(reason == Reason.NOT_A_BACKUP_ARN ? "not the ARN of a backup" : "a backup ARN with an invalid part");
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
