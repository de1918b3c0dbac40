package org.backupmetadata.lambda.settings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;

class TimedDnsResolverTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void aNameResolvesAsItDoesWithoutATimeLimit() throws UnknownHostException {
        DnsResolver system = SystemDefaultDnsResolver.INSTANCE;
        assertArrayEquals(system.resolve("localhost"), new TimedDnsResolver(system, LONG).resolve("localhost"));
    }

    @Test
    void aNameThatNobodyHasIsUnknown() {
        TimedDnsResolver resolver = new TimedDnsResolver(SystemDefaultDnsResolver.INSTANCE, LONG);
        assertThrows(UnknownHostException.class, () -> resolver.resolve("no-such-name.invalid"));
    }

    @Test
    void aResolverThatHangsIsGivenUp() {
        CountDownLatch never = new CountDownLatch(1);
        TimedDnsResolver resolver = new TimedDnsResolver(hanging(never), Duration.ofMillis(1));
        assertTimeoutPreemptively(LONG,
                () -> assertThrows(UnknownHostException.class, () -> resolver.resolve("localhost")));
        never.countDown();
    }

    /** As the operating system's does, it waits whether or not it is interrupted. */
    private static DnsResolver hanging(CountDownLatch end) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) {
                boolean waiting = true;
                while (waiting) {
                    try {
                        end.await();
                        waiting = false;
                    } catch (InterruptedException e) {
                        waiting = true;
                    }
                }
                return new InetAddress[]{InetAddress.getLoopbackAddress()};
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }
}
