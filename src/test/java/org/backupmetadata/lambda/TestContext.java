package org.backupmetadata.lambda;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.backupmetadata.local.LocalContext;

/** A context whose log a test can read. */
final class TestContext extends LocalContext {

    private final List<String> log;

    TestContext() {
        this(new CopyOnWriteArrayList<>());
    }

    private TestContext(List<String> log) {
        super("BackupMetadataFunction", log::add);
        this.log = log;
    }

    /** The lines that were logged. */
    List<String> log() {
        return log;
    }
}
