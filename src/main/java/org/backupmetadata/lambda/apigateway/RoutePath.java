package org.backupmetadata.lambda.apigateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.Regions;
import org.jspecify.annotations.Nullable;

/**
 * The path of a request below wherever the API is mounted. The path in an event begins with the base path of a custom
 * domain, and with the stage of some APIs; which route was chosen says where that ends.
 *
 * <p>REST APIs and Function URLs pass paths on percent-encoded, HTTP APIs decoded. No path of this API has a percent
 * sign in it, so any path may be decoded once.
 */
final class RoutePath {

    /**
     * What a path ends with that names a backup, the list of backups, coverage, or a Region with or without an account.
     */
    private static final Pattern KNOWN = Pattern
            .compile("(?:/backups/arn:.*|/backups/?|/coverage/?|(?:/[0-9]{12})?/[a-z]{2,}(?:-[a-z]+)+-[0-9]+/?)$");

    private static final Pattern PARAMETER = Pattern.compile("\\{([^{}+]+)\\+?}");

    private RoutePath() {
    }

    /**
     * The path in an event of payload 2.0.
     *
     * @param routeKey a method and a path, such as {@code GET /backups/{backupArn+}}, or {@code $default}
     * @param customDomain whether the path begins with the mapping key of a custom domain, if that has one
     */
    static @Nullable String ofRouteKey(@Nullable String routeKey, @Nullable Map<String, String> parameters,
            @Nullable String path, boolean customDomain) {
        int space = routeKey == null ? -1 : routeKey.indexOf(' ');
        if (routeKey != null && space >= 0) {
            return of(routeKey.substring(space + 1), parameters, path);
        }
        String whole = decoded(path);
        return whole != null && customDomain ? belowAnyKey(whole) : whole;
    }

    /** The route {@code $default} does not say where a mapping key ends, but the paths of this API do. */
    private static String belowAnyKey(String path) {
        Matcher known = KNOWN.matcher(path);
        return known.find() ? known.group() : "/";
    }

    /**
     * The path in an event.
     *
     * @param route the chosen route, such as {@code /backups/{backupArn+}}, or null if there are no routes to choose
     * from
     * @param parameters the values of the route's parameters
     * @param path the path with everything that stands before the route
     */
    static @Nullable String of(@Nullable String route, @Nullable Map<String, String> parameters,
            @Nullable String path) {
        String whole = decoded(path);
        if (route == null || whole == null) {
            return whole;
        }
        if (route.equals("/")) {
            return whole.equals("/") || isMountedAtTheRoot(whole) ? whole : "/";
        }
        String below = decoded(filled(route, parameters == null ? Map.of() : parameters));
        return below != null && below.length() > 1 && withoutSlash(whole).endsWith(withoutSlash(below)) ? below : whole;
    }

    /**
     * Whether a path to the root route begins with nothing that a base path could be, as when a stage is kept in it.
     */
    private static boolean isMountedAtTheRoot(String path) {
        String first = (path.startsWith("/") ? path.substring(1) : path).split("/", 2)[0];
        return first.isEmpty() || Regions.contains(first) || AccountId.find(first).isPresent();
    }

    private static String filled(String route, Map<String, String> parameters) {
        Matcher parameter = PARAMETER.matcher(route);
        return parameter
                .replaceAll(found -> Matcher.quoteReplacement(parameters.getOrDefault(found.group(1), found.group())));
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** In a path a plus sign is a plus sign. */
    private static @Nullable String decoded(@Nullable String path) {
        if (path == null || path.indexOf('%') < 0) {
            return path;
        }
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path; // with a stray percent sign it is no path of this API
        }
    }
}
