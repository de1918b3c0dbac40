package org.backupmetadata.lambda.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names within a time limit. The operating system's resolver may hang for half a minute, and neither a
 * connection's timeout nor an interrupt ends its call.
 */
final class TimedDnsResolver implements DnsResolver {

    private final DnsResolver resolver;
    private final Duration limit;

    /** Asks {@code resolver} in a thread of its own, and gives up on it after {@code limit}. */
    TimedDnsResolver(DnsResolver resolver, Duration limit) {
        this.resolver = resolver;
        this.limit = limit;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        FutureTask<InetAddress[]> resolution = new FutureTask<>(() -> resolver.resolve(host));
        Thread.ofPlatform().daemon().name("resolving " + host).start(resolution);
        try {
            return resolution.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unknown(host + " did not resolve within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw unknown(host + " does not resolve", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("interrupted while " + host + " was being resolved", e);
        }
    }

    private static UnknownHostException unknown(String message, Exception cause) {
        UnknownHostException exception = new UnknownHostException(message);
        exception.initCause(cause);
        return exception;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return resolver.resolveCanonicalHostname(host);
    }
}
