package org.backupmetadata.capture;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.backupmetadata.model.AccountId;
import org.backupmetadata.model.Place;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * {@link StandInAwsBackup} for many accounts and Regions at one endpoint: the access key of a request is the id of its
 * account.
 */
final class StandInAwsBackups implements AutoCloseable {

    private static final Pattern CREDENTIAL = Pattern.compile("Credential=(\\d{12})/\\d{8}/([^/]+)/");

    private final HttpServer server;
    private final SdkHttpClient http = Apache5HttpClient.builder().maxConnections(Sweeper.SLOTS).build();
    private final Map<Place, StandInAwsBackup> places = new ConcurrentHashMap<>();

    private StandInAwsBackups(HttpServer server) {
        this.server = server;
    }

    static StandInAwsBackups start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Sweeper.SLOTS);
        StandInAwsBackups all = new StandInAwsBackups(server);
        server.createContext("/", all::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return all;
    }

    /** AWS Backup of that place, which is closed together with all others. */
    StandInAwsBackup of(Place place) {
        return places.computeIfAbsent(place, each -> new StandInAwsBackup(server, each.region()));
    }

    /** The credentials of an account. */
    static AwsBasicCredentials credentials(AccountId account) {
        return AwsBasicCredentials.create(account.toString(), StandInAwsBackup.SECRET);
    }

    /** A client of a Region. */
    AwsBackupClient client(AwsCredentialsProvider credentials, String region) {
        return new AwsBackupClient(http, credentials, region,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        Matcher credential = CREDENTIAL.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        if (!credential.find()) {
            throw new IOException("a request without a signature");
        }
        of(new Place(AccountId.parse(credential.group(1)), credential.group(2))).answer(exchange);
    }

    @Override
    public void close() {
        http.close();
        server.stop(0);
    }
}
