package org.backupmetadata.capture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Events as EventBridge delivers them, of every kind that the rule lets through: {@code src/test/resources/capture}.
 * Those in {@code src/test/resources/not-captured} it must not let through.
 */
public final class EventFiles {

    /** The names of all of them. */
    public static final List<String> NAMES = List.of("create-backup", "delete-backup", "delete-table",
            "restore-table-from-backup", "recovery-point", "recovery-point-deleting", "backup-job",
            "backup-job-failed", "copy-job", "copy-job-failed", "heartbeat");

    private static final ObjectMapper JSON = new ObjectMapper();

    private EventFiles() {
    }

    /** The event of that name as a tree that may be changed. */
    public static ObjectNode tree(String name) {
        try {
            return (ObjectNode) JSON
                    .readTree(Files.readString(Path.of("src/test/resources/capture", name + ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The event of that name with a change. */
    public static String changed(String name, Consumer<ObjectNode> change) {
        ObjectNode event = tree(name);
        change.accept(event);
        return event.toString();
    }

    /** The event of that name. */
    public static String text(String name) {
        return tree(name).toString();
    }

    /** The member {@code detail} of an event. */
    public static ObjectNode detail(ObjectNode event) {
        return (ObjectNode) event.get("detail");
    }
}
