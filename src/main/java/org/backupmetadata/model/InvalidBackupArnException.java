package org.backupmetadata.model;

/** A text that was taken for a backup's ARN and is none. An answer, not a bug: it carries no stack trace. */
public final class InvalidBackupArnException extends IllegalArgumentException {

    /** DynamoDB tells the two apart, so we do. */
    public enum Reason {
        /** Something else: free text, or the ARN of a table. */
        NOT_A_BACKUP_ARN,
        /** The ARN of a backup by its shape, with a partition, service, Region, account, table or id that cannot be. */
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
