package org.backupmetadata.local;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A developer's settings for AWS's SDKs and for proxies. They are meant for the real AWS. The clients of this process
 * all call this machine: with such settings they would call elsewhere, or fail if a setting is wrong.
 */
final class DeveloperSettings {

    /** By environment variable: the system property that overrides it in the SDK, and its value here. */
    private static final Map<String, Map.Entry<String, String>> OVERRIDDEN = new TreeMap<>(Map.ofEntries(
            setting("AWS_ACCOUNT_ID_ENDPOINT_MODE", "aws.accountIdEndpointMode", "disabled"),
            setting("AWS_AUTH_SCHEME_PREFERENCE", "aws.authSchemePreference", "sigv4"),
            setting("AWS_DEFAULTS_MODE", "aws.defaultsMode", "legacy"),
            setting("AWS_DISABLE_REQUEST_COMPRESSION", "aws.disableRequestCompression", "true"),
            setting("AWS_ENABLE_DEFAULT_SOCKET_TIMEOUT_2026", "aws.enableDefaultSocketTimeout2026", "false"),
            setting("AWS_ENDPOINT_DISCOVERY_ENABLED", "aws.endpointDiscoveryEnabled", "false"),
            setting("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "aws.ignoreConfiguredEndpointUrls", "false"),
            setting("AWS_MAX_ATTEMPTS", "aws.maxAttempts", "3"),
            setting("AWS_NEW_RETRIES_2026", "aws.newRetries2026", "false"),
            setting("AWS_PROFILE", "aws.profile", "default"),
            setting("AWS_REQUEST_CHECKSUM_CALCULATION", "aws.requestChecksumCalculation", "when_supported"),
            setting("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "aws.requestMinCompressionSizeBytes", "10240"),
            setting("AWS_RESPONSE_CHECKSUM_VALIDATION", "aws.responseChecksumValidation", "when_supported"),
            setting("AWS_RETRY_MODE", "aws.retryMode", "standard"),
            setting("AWS_SDK_UA_APP_ID", "sdk.ua.appId", ""),
            setting("AWS_SESSION_TOKEN", "aws.sessionToken", ""),
            setting("AWS_USE_DUALSTACK_ENDPOINT", "aws.useDualstackEndpoint", "false"),
            setting("AWS_USE_FIPS_ENDPOINT", "aws.useFipsEndpoint", "false")));

    /** Names of files that do not exist, so that no settings are read from files. */
    private static final Map<String, String> NO_FILES = Map.of("aws.configFile", "target/none",
            "aws.sharedCredentialsFile",
            "target/none");

    /** With hosts that need no proxy set as a property, the SDK does not look for proxies in the environment. */
    private static final Map<String, String> NO_PROXY = Map.of("http.nonProxyHosts", "127.*|localhost",
            "https.nonProxyHosts", "127.*|localhost");

    private static final List<String> PROXIES = List.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy");

    private DeveloperSettings() {
    }

    private static Map.Entry<String, Map.Entry<String, String>> setting(String variable, String property,
            String value) {
        return Map.entry(variable, Map.entry(property, value));
    }

    /** Makes the SDK's clients in this process ignore them from now on. */
    static void override() {
        OVERRIDDEN.values().forEach(property -> System.setProperty(property.getKey(), property.getValue()));
        NO_FILES.forEach(System::setProperty);
        NO_PROXY.forEach(System::setProperty);
    }

    /** The ignored variables that are set in this environment. */
    static List<String> overridden(Map<String, String> environment) {
        return Stream.concat(OVERRIDDEN.keySet().stream(), PROXIES.stream()).filter(environment::containsKey).toList();
    }
}
