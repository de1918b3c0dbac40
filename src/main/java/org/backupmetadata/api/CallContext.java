package org.backupmetadata.api;

import org.backupmetadata.model.Place;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a request that operations need beside their input.
 *
 * @param place the account and Region of the request, unless its input names others
 * @param history whether deleted backups are wanted, too
 * @param host the host that the client called
 */
record CallContext(Caller caller, Place place, boolean history, String host) {

    /** The header of a client that wants to see deleted backups, too. */
    static final String HISTORY = "x-backup-history";

    /**
     * The context of a request.
     *
     * @param selector the account and Region that the client named
     * @param region the Region if the client named none
     * @param history whether the client asked for history in another way than by the header
     * @throws ApiException if nobody verified who the caller is
     */
    static CallContext of(ApiRequest request, PlaceSelector selector, String region, boolean history) {
        Caller caller = request.requireCaller();
        return new CallContext(caller, selector.of(caller, region),
                history || isHistory(request.headers().get(HISTORY)), request.host());
    }

    /** Whether that value of {@link #HISTORY} asks for deleted backups. Any other value is ignored. */
    static boolean isHistory(@Nullable String value) {
        return value != null && value.strip().equalsIgnoreCase("include");
    }
}
