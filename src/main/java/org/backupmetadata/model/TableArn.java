package org.backupmetadata.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a table: {@code arn:<partition>:dynamodb:<region>:<account>:table/<table>}.
 *
 * @param place the owner, and a Region that this version of the AWS SDK knows
 */
public record TableArn(Place place, String tableName) {

    /** The name of a table as a regular expression. */
    static final String TABLE_NAME = "[A-Za-z0-9_.-]{3,255}";

    private static final Pattern NAME = Pattern.compile(TABLE_NAME);
    private static final Pattern SHAPE = Pattern
            .compile("arn:([a-z-]+):dynamodb:([a-z0-9-]+):(" + AccountId.SHAPE + "):table/(" + TABLE_NAME + ")");

    /** Whether a table can have that name. */
    public static boolean isTableName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The parts of a table's ARN, or nothing if the text is not one. */
    public static Optional<TableArn> find(String text) {
        Matcher arn = SHAPE.matcher(text);
        return arn.matches() && Regions.isIn(arn.group(1), arn.group(2))
                ? Optional.of(new TableArn(Place.of(arn.group(3), arn.group(2)), arn.group(4)))
                : Optional.empty();
    }

    /** The ARN. */
    @Override
    public String toString() {
        return "arn:" + Regions.partition(place.region()) + ":dynamodb:" + place.region() + ':' + place.account()
                + ":table/" + tableName;
    }
}
