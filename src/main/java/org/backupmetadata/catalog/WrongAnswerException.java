package org.backupmetadata.catalog;

/**
 * The table's answer is not one to the question: it names another backup, account, Region or table, or it has not the form
 * of an answer. Every later answer on the same connection may be another's too, so the client should be replaced.
 */
public final class WrongAnswerException extends RuntimeException {

    WrongAnswerException(String asked, String answered) {
        super("The table was asked for " + asked + " and answered with " + answered);
    }
}
