package org.backupmetadata.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The benchmark's output: tables in Markdown, printed as they are measured, and the targets at the end. */
final class Report {
    private final List<String> targets = new ArrayList<>();

    /** Starts a table. */
    void head(String title, String... columns) {
        System.out.println();
        System.out.println(line(title, (Object[]) columns));
        System.out.println("|---|" + "---|".repeat(columns.length));
    }

    /** Prints a row of it. */
    void row(String name, Object... values) {
        System.out.println(line(name, values));
    }

    /** Records a measured value and its target, which is a maximum. */
    void target(String measure, double reached, double maximum, String unit) {
        targets.add(line(measure, String.format(Locale.ROOT, "%.2f %s", reached, unit),
                "%s %s".formatted(trimmed(maximum), unit),
                reached <= maximum ? "yes" : "NO"));
    }

    /** Prints the targets. */
    void printSummary() {
        head("Target", "reached", "at most", "met");
        targets.forEach(System.out::println);
    }

    private static String trimmed(double number) {
        return number == Math.rint(number) ? String.format(Locale.ROOT, "%.0f", number) : Double.toString(number);
    }

    private static String line(String name, Object... cells) {
        return Stream.concat(Stream.of("%-45s".formatted(name)), Stream.of(cells).map("%-24s"::formatted))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
