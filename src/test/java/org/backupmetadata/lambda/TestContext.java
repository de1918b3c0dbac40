package org.backupmetadata.lambda;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.backupmetadata.local.LocalContext;

/** A context whose log a test can read. */
public final class TestContext extends LocalContext {

    private final List<String> log;

    private final String account;

    public TestContext() {
        this("999999999999");
    }

    /** The context of a function of that account. */
    public TestContext(String account) {
        this(account, new CopyOnWriteArrayList<>());
    }

    private TestContext(String account, List<String> log) {
        super("BackupMetadataFunction", log::add);
        this.account = account;
        this.log = log;
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:us-east-1:" + account + ":function:" + getFunctionName();
    }

    @Override
    public int getRemainingTimeInMillis() {
        return 290_000;
    }

    /** The lines that were logged. */
    public List<String> log() {
        return log;
    }
}
