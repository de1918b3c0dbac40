package org.backupmetadata.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.backupmetadata.capture.SweepClock;
import org.backupmetadata.catalog.BackupRecorder;
import org.backupmetadata.catalog.Observation;
import org.backupmetadata.lambda.HttpApiHandler;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.BackupDescription;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * {@code mvn -Plocal}: the service as {@code template.yaml} describes it, on this machine, with a database full of
 * sample backups or of those of an account that is swept. Ends with Ctrl-C.
 */
public final class LocalRun implements AutoCloseable {

    private static final Path TEMPLATE = Path.of("template.yaml");

    /** After this time an account is served, whether all its backups have been listed by then or not. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final LocalDatabase database;
    private final LocalApiGateway api;
    private final Optional<LocalSweep> sweep;

    private LocalRun(LocalDatabase database, LocalApiGateway api, Optional<LocalSweep> sweep) {
        this.database = database;
        this.api = api;
        this.sweep = sweep;
    }

    /**
     * The options of the command line.
     *
     * @param port where to serve the API
     * @param databaseAddress the address that the embedded database listens on
     * @param databasePort the port that it listens on
     * @param database the URL of a database that is already running, to be used instead; empty for the embedded one
     * @param backups the file or folder to load, if any
     * @param sweep the account to sweep, if any
     * @param payload the version of API Gateway's events, {@code 1.0} or {@code 2.0}
     * @param auth {@code none}: signatures are believed; {@code iam}: they are checked, as API Gateway would
     * @param endWithParent whether this process ends when its parent does: Maven, when stopped, does not stop its
     * children
     */
    record Options(int port, String databaseAddress, int databasePort, String database, Optional<Path> backups,
            Optional<SweepRequest> sweep, String payload, String auth, boolean endWithParent) {

        private static final Path SAMPLES = Path.of("src/test/resources/backups");

        /** Reads options of the form {@code --name=value}; each has a default. */
        static Options parse(String... arguments) {
            Map<String, String> values = new LinkedHashMap<>(Map.of("port", "8080", "database-address", "127.0.0.1",
                    "database-port", "8000", "database", "", "backups", "", "sweep", "", "sweep-endpoint", "",
                    "payload", "1.0", "auth", "none", "end-with-parent", "false"));
            for (String argument : arguments) {
                String[] parts = argument.split("=", 2);
                String name = parts[0].replaceFirst("^--", "");
                if (parts.length != 2 || values.replace(name, parts[1]) == null) {
                    throw new LocalRunException("There is no option " + argument + ".");
                }
            }
            Optional<SweepRequest> sweep = SweepRequest.parse(value(values, "sweep"), value(values, "sweep-endpoint"));
            Optional<Path> backups = Optional.of(value(values, "backups")).filter(path -> !path.isEmpty())
                    .map(Path::of);
            return new Options(port(values, "port"), value(values, "database-address"), port(values, "database-port"),
                    value(values, "database"), sweep.isEmpty() ? Optional.of(backups.orElse(SAMPLES)) : backups, sweep,
                    value(values, "payload"), value(values, "auth"),
                    Boolean.parseBoolean(value(values, "end-with-parent")));
        }

        /** Whether signatures are checked. */
        boolean checksSignatures() {
            return switch (auth) {
                case "none" -> false;
                case "iam" -> {
                    if (sweep.isPresent()) {
                        throw new LocalRunException("-Dsweep cannot be had with -Dauth=iam, whose keys are of other"
                                + " accounts than the one that is swept.");
                    }
                    yield true;
                }
                default -> throw new LocalRunException("There is no authorisation " + auth + ": use none or iam.");
            };
        }

        private static int port(Map<String, String> values, String name) {
            String value = value(values, name);
            if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
                throw new LocalRunException("--" + name + "=" + value + " is not a port: it is a number up to 65535.");
            }
            return Integer.parseInt(value);
        }

        private static String value(Map<String, String> values, String name) {
            return values.getOrDefault(name, "");
        }
    }

    /** Runs until the process is stopped. */
    public static void main(String... arguments) {
        try {
            Options options = Options.parse(arguments);
            if (options.endWithParent()) {
                ProcessHandle.current().parent().ifPresent(
                        parent -> Thread.ofPlatform().daemon().name("end of parent").start(() -> {
                            parent.onExit().join();
                            System.exit(0);
                        }));
            }
            LocalRun run = start(options, System.getenv(), System.out);
            Runtime.getRuntime().addShutdownHook(new Thread(run::close, "end of local run"));
        } catch (LocalRunException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Starts everything, and prints on {@code console} what is served.
     *
     * @param environment the variables that name the credentials to sweep with
     * @throws LocalRunException if it cannot be started; nothing is left running then
     */
    static LocalRun start(Options options, Map<String, String> environment, PrintStream console) {
        SamTemplate template = SamTemplate.read(TEMPLATE);
        PayloadFormat format = PayloadFormat.ofVersion(options.payload());
        boolean checksSignatures = options.checksSignatures();
        BackupFiles.Loaded loaded = load(options);
        LocalDatabase database = startDatabase(options);
        Optional<LocalSweep> sweep = Optional.empty();
        try {
            fill(database, template, loaded.backups());
            database.useForDefaultClients();
            sweep = options.sweep().map(request -> new LocalSweep(request, environment, database, template,
                    SweepClock.system(), console));
            if (sweep.isPresent()) {
                sweep.get().start(PATIENCE);
            }
            Banner banner = new Banner(loaded, sweep);
            String handler = format instanceof HttpApiPayload
                    ? HttpApiHandler.class.getName()
                    : template.function(SamTemplate.API_FUNCTION).handlerClass();
            Authentication authentication = checksSignatures
                    ? new IamAuthentication(LocalDatabase.REGION, InstantSource.system())
                    : Authentication.believing(banner.mainAccount());
            LocalApiGateway api = startApi(options.port(), format, template, handler, authentication, console,
                    new LocalPage(banner, options));
            console.println(banner.text(options, template, handler, api.port(), database));
            return new LocalRun(database, api, sweep);
        } catch (RuntimeException e) {
            sweep.ifPresent(LocalSweep::close);
            database.close();
            throw e;
        }
    }

    private static BackupFiles.Loaded load(Options options) {
        if (options.backups().isEmpty()) {
            return new BackupFiles.Loaded(List.of(), 0, List.of(), List.of());
        }
        BackupFiles.Loaded loaded = BackupFiles.load(options.backups().get());
        if (loaded.backups().isEmpty()) {
            throw new LocalRunException(Banner.nothingLoaded(options.backups().get(), loaded));
        }
        return loaded;
    }

    private static LocalDatabase startDatabase(Options options) {
        if (!options.database().isEmpty()) {
            return LocalDatabase.at(options.database());
        }
        try {
            return LocalDatabase.startEmbedded(options.databaseAddress(), options.databasePort());
        } catch (IOException e) {
            throw unavailable("the database", options.databasePort(), "databasePort", e);
        }
    }

    private static void fill(LocalDatabase database, SamTemplate template, List<BackupDescription> backups) {
        try {
            database.ensureTables(template);
        } catch (SdkException e) {
            throw new LocalRunException("The database at " + database.endpoint() + " cannot be asked: " + e.getMessage()
                    + " If that is a setting for AWS's SDKs in this environment, remove it.", e);
        }
        BackupRecorder recorder = database.recorder(template);
        Instant now = Instant.now();
        for (BackupDescription backup : backups) {
            try {
                recorder.record(Observation.seen(backup, now));
            } catch (DynamoDbException e) {
                throw new LocalRunException("The database does not take the backup "
                        + backup.backupDetails().backupArn() + ": " + e.awsErrorDetails().errorMessage(), e);
            }
        }
    }

    private static LocalApiGateway startApi(int port, PayloadFormat format, SamTemplate template, String handler,
            Authentication authentication, PrintStream console, LocalPage page) {
        try {
            return new LocalApiGateway(port, format, template.stage(),
                    function(handler, template.function(SamTemplate.API_FUNCTION).environment()),
                    authentication, console, page);
        } catch (IOException e) {
            throw unavailable("the API", port, "port", e);
        }
    }

    /** The function's handler, created as Lambda does it, with the environment variables of the template. */
    static RequestStreamHandler function(String handlerClass, Map<String, String> environment) {
        try {
            return Class.forName(handlerClass).asSubclass(RequestStreamHandler.class).getConstructor(Map.class)
                    .newInstance(environment);
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalStateException(handlerClass
                    + " is no RequestStreamHandler with a constructor that takes environment variables", e);
        }
    }

    private static LocalRunException unavailable(String what, int port, String property, IOException cause) {
        return new LocalRunException(isInUse(cause)
                ? "Port " + port + " for " + what
                        + " is already in use: end what listens there, or choose another one with -D"
                        + property + "=<port>."
                : "Port " + port + " for " + what + " cannot be had: " + cause.getMessage(), cause);
    }

    private static boolean isInUse(Throwable cause) {
        return Stream.iterate(cause, Objects::nonNull, Throwable::getCause).anyMatch(BindException.class::isInstance);
    }

    int port() {
        return api.port();
    }

    @Override
    public void close() {
        sweep.ifPresent(LocalSweep::close);
        api.close();
        database.close();
    }
}
