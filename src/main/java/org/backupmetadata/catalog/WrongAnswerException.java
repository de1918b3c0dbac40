package org.backupmetadata.catalog;

/**
 * The table's answer does not belong to the request: it names another backup, account, Region or table, or is
 * malformed. Later answers on the same connection may be wrong, too, so the client should be replaced.
 */
public final class WrongAnswerException extends RuntimeException {

    WrongAnswerException(String asked, String answered) {
        super("The table was asked for " + asked + " and answered with " + answered);
    }
}
