package org.backupmetadata.lambda.log;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import org.backupmetadata.catalog.UnreadableItemException;
import org.backupmetadata.catalog.UnreadableItems;

/** Logs a line for each item that is left out of lists. {@code watch.yaml} counts the member {@code unreadableItem}. */
public final class UnreadableItemLog implements UnreadableItems {

    @Override
    public void report(UnreadableItemException item) {
        LambdaRuntime.getLogger().log(LogLine.of(LogLevel.WARN, json -> {
            json.member("message", "An item of the table is left out of lists until its backup is recorded anew");
            json.member("unreadableItem", item.backupArn());
            json.member("cause", String.valueOf(item.getMessage()));
        }), LogLevel.WARN);
    }
}
