package org.backupmetadata.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate authority for one run of the tests, trusted only by functions that are started with its
 * {@link #trustStore()}. Has issued one certificate, for {@code localhost} and {@code dynamodb.test}, of the kind that
 * DynamoDB's endpoints have.
 */
public final class TestAuthority {
    private static final String PASSWORD = "changeit";

    private final Path trustStore;
    private final SSLContext serverContext;

    private TestAuthority(Path trustStore, SSLContext serverContext) {
        this.trustStore = trustStore;
        this.serverContext = serverContext;
    }

    /** Makes an authority with the JDK's keytool. */
    public static TestAuthority create() {
        try {
            Path folder = Files.createTempDirectory("test-authority");
            Path keys = folder.resolve("keys.p12");
            generateKey(keys, "authority", "-ext", "bc:c");
            generateKey(keys, "server", "-signer", "authority", "-ext",
                    "san=dns:localhost,dns:dynamodb.test,ip:127.0.0.1");
            KeyStore issued = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
            Path trustStore = folder.resolve("trusted.jks");
            writeTrustStore(issued.getCertificate("authority"), trustStore);
            Stream.of(folder, keys, trustStore).forEach(made -> made.toFile().deleteOnExit());
            return new TestAuthority(trustStore, contextOf(issued));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("keytool made something that Java cannot read", e);
        }
    }

    /** The TLS context of a server that is {@code localhost}. */
    SSLContext serverContext() {
        return serverContext;
    }

    /** The authorities that the JDK trusts, as a function on Lambda loads them, and this one. */
    public Path trustStore() {
        return trustStore;
    }

    private static void generateKey(Path keys, String alias, String... options) throws IOException {
        List<String> command = Stream.concat(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                        "-alias", alias, "-dname", "CN=" + alias, "-keyalg", "RSA", "-keysize", "2048", "-validity",
                        "2", "-storetype", "PKCS12", "-keystore", keys.toString(), "-storepass", PASSWORD),
                Arrays.stream(options)).toList();
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.onExit().join().exitValue() != 0) {
            throw new IllegalStateException(output);
        }
    }

    private static void writeTrustStore(Certificate authority, Path file) throws IOException, GeneralSecurityException {
        Path ofTheJdk = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
        KeyStore known = KeyStore.getInstance(ofTheJdk.toFile(), PASSWORD.toCharArray());
        // Loads without a password, as the JDK's own does.
        KeyStore trusted = KeyStore.getInstance("JKS");
        trusted.load(null, null);
        for (String alias : Collections.list(known.aliases())) {
            trusted.setCertificateEntry(alias, known.getCertificate(alias));
        }
        trusted.setCertificateEntry("test-authority", authority);
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
    }

    private static SSLContext contextOf(KeyStore issued) throws IOException, GeneralSecurityException {
        char[] password = PASSWORD.toCharArray();
        KeyStore identity = KeyStore.getInstance("PKCS12");
        identity.load(null, null);
        identity.setKeyEntry("server", issued.getKey("server", password), password,
                issued.getCertificateChain("server"));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(identity, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
