package org.backupmetadata.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.Place;
import org.backupmetadata.model.Regions;
import org.jspecify.annotations.Nullable;

/**
 * The account and Region that the path of the endpoint's URL names for requests without an ARN: {@code /},
 * {@code /{region}} or {@code /{account}/{region}}, each with or without a slash at its end.
 *
 * @param account null for the caller's own
 * @param region an existing Region, or null for the function's own
 */
record PlaceSelector(@Nullable AccountId account, @Nullable String region) {

    /** The caller's own account, in the function's own Region. */
    static final PlaceSelector UNNAMED = new PlaceSelector(null, null);

    private static final Pattern PATH = Pattern.compile("/|(?:/([0-9]{12}))?/([a-z0-9-]+)/?");

    /** The account and Region of that path, or nothing if the path is none of these. */
    static Optional<PlaceSelector> ofPath(String path) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches() || (parts.group(2) != null && !Regions.contains(parts.group(2)))) {
            return Optional.empty();
        }
        return Optional.of(
                new PlaceSelector(parts.group(1) == null ? null : new AccountId(parts.group(1)), parts.group(2)));
    }

    /** The place, for that caller of a function in that Region. */
    Place of(Caller caller, String ownRegion) {
        return new Place(account == null ? caller.account() : account, region == null ? ownRegion : region);
    }
}
