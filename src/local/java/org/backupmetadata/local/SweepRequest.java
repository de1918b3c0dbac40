package org.backupmetadata.local;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code -Dsweep} asks for.
 *
 * @param regions the names of the Regions, each once, whether there are such Regions or not
 * @param endpoint what stands for AWS's own DynamoDB in each of them
 */
record SweepRequest(List<String> regions, Optional<URI> endpoint) {

    private static final Pattern COMMAS = Pattern.compile("[,\\s]+");

    /** Copies the list. */
    SweepRequest {
        regions = List.copyOf(regions);
    }

    /**
     * Reads the two options.
     *
     * @return the request, or nothing if both are empty
     * @throws LocalRunException if they are wrong
     */
    static Optional<SweepRequest> parse(String sweep, String sweepEndpoint) {
        List<String> regions = COMMAS.splitAsStream(sweep).filter(name -> !name.isEmpty()).distinct().toList();
        if (regions.isEmpty() && sweepEndpoint.isEmpty()) {
            return Optional.empty();
        }
        if (regions.isEmpty()) {
            throw new LocalRunException("-DsweepEndpoint=" + sweepEndpoint
                    + " needs -Dsweep=<Regions> beside it, such as -Dsweep=us-east-1,eu-west-1.");
        }
        return Optional.of(new SweepRequest(regions,
                sweepEndpoint.isEmpty() ? Optional.empty() : Optional.of(url(sweepEndpoint))));
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null && List.of("http", "https").contains(url.getScheme())) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Reported like any other text that is no such URL.
        }
        throw new LocalRunException("-DsweepEndpoint=" + text + " is not a URL such as http://127.0.0.1:5000.");
    }
}
