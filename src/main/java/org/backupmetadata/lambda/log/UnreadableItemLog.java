package org.backupmetadata.lambda.log;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.backupmetadata.catalog.UnreadableItemException;
import org.backupmetadata.catalog.UnreadableItems;
import org.backupmetadata.model.Json;
import org.backupmetadata.model.Timestamps;

/** Logs a line for each item that is left out of lists. {@code template.yaml} counts the member {@code unreadableItem}. */
public final class UnreadableItemLog implements UnreadableItems {

    @Override
    public void report(UnreadableItemException item) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(Json.write(json -> {
            json.startObject();
            json.member("timestamp", Timestamps.text(Instant.now()));
            json.member("level", LogLevel.WARN.name());
            json.member("message", "An item of the table is left out of lists until its backup is recorded anew");
            json.member("unreadableItem", item.backupArn());
            json.member("cause", String.valueOf(item.getMessage()));
            json.endObject();
        }));
        line.write('\n');
        LambdaRuntime.getLogger().log(line.toByteArray(), LogLevel.WARN);
    }
}
