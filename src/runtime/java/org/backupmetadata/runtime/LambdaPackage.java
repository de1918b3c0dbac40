package org.backupmetadata.runtime;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function's code as {@code sam build} lays it out and Lambda unpacks it into {@code /var/task}: the classes, and the
 * jars that they need at run time in {@code lib}.
 */
public final class LambdaPackage {
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private final Path root;

    private LambdaPackage(Path root) {
        this.root = root;
    }

    /** This project's package: the compiled classes, and the runtime dependencies that the build has listed. */
    public static LambdaPackage ofThisProject() {
        return OfThisProject.LAID_OUT;
    }

    private static final class OfThisProject {
        /** Laid out once only, since processes may be running on it. */
        private static final LambdaPackage LAID_OUT = of("function", TARGET.resolve("classes"), runtimeScope());
    }

    /** The package of another checkout of this project, of any version that was built with {@code mvn verify}. */
    public static LambdaPackage ofCheckout(Path checkout) {
        Path target = checkout.toAbsolutePath().resolve("target");
        return of("before", target.resolve("classes"), runtimeScope(target));
    }

    /** Lays out a package below {@code target} under the given name. Replaces one of that name. */
    public static LambdaPackage of(String name, Path classes, List<Path> jars) {
        Path root = TARGET.resolve("lambda").resolve(name);
        try (Stream<Path> tops = Files.list(classes)) {
            deleteTree(root);
            Files.createDirectories(root.resolve("lib"));
            for (Path top : tops.toList()) {
                copyTree(top, root.resolve(top.getFileName()));
            }
            for (Path jar : jars) {
                Files.createSymbolicLink(root.resolve("lib").resolve(jar.getFileName()), jar);
            }
            return new LambdaPackage(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The project's runtime dependencies. */
    public static List<Path> runtimeScope() {
        return runtimeScope(TARGET);
    }

    private static List<Path> runtimeScope(Path target) {
        Path written = target.resolve("runtime-classpath");
        try {
            return Arrays.stream(Files.readString(written).strip().split(File.pathSeparator)).map(Path::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Maven writes this file before it compiles the tests: run mvn test-compile",
                    e);
        }
    }

    /** A package of these test classes and these jars. */
    public static LambdaPackage ofTestClasses(String name, List<Path> jars, Class<?>... classes) {
        Path empty = TARGET.resolve("lambda").resolve("no-classes");
        try {
            Files.createDirectories(empty);
            LambdaPackage code = of(name, empty, jars);
            for (Class<?> each : classes) {
                code.add(each);
            }
            return code;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** This package with a test class added: a handler that is not the product's. */
    public LambdaPackage with(Class<?> testClass) {
        LambdaPackage extended = of(root.getFileName() + "-with-" + testClass.getSimpleName(), root, List.of());
        try {
            extended.add(testClass);
            return extended;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** This package without one jar. */
    public LambdaPackage without(String jar) {
        LambdaPackage reduced = of(root.getFileName() + "-without-" + jar, root, List.of());
        try {
            for (Path each : reduced.jars()) {
                if (each.getFileName().toString().startsWith(jar)) {
                    Files.delete(each);
                    return reduced;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalArgumentException("No such jar: " + jar);
    }

    /** This package without one class of the product. */
    public LambdaPackage without(Class<?> type) {
        LambdaPackage reduced = of(root.getFileName() + "-without-" + type.getSimpleName(), root, List.of());
        try {
            Files.delete(reduced.root.resolve(file(type)));
            return reduced;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The jar or folder that a class of this process comes from. */
    public static Path jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(Class<?> testClass) throws IOException {
        String file = file(testClass);
        Path to = root.resolve(file);
        Files.createDirectories(to.getParent());
        Files.copy(jarOf(testClass).resolve(file), to);
    }

    private static String file(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    /** The folder that is {@code /var/task} on Lambda. */
    public Path root() {
        return root;
    }

    /** The jars in {@code lib}, sorted by name. */
    public List<Path> jars() {
        try (Stream<Path> jars = Files.list(root.resolve("lib"))) {
            return jars.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The size of the zip that SAM uploads, in bytes. */
    public long zipSize() {
        AtomicLong size = new AtomicLong();
        try (ZipOutputStream zip = new ZipOutputStream(counting(size))) {
            for (Path file : files(root)) {
                zip.putNextEntry(new ZipEntry(root.relativize(file).toString()));
                Files.copy(file, zip);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return size.get();
    }

    private static OutputStream counting(AtomicLong size) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                size.incrementAndGet();
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                size.addAndGet(length);
            }
        };
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Path copy = to.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
