package org.backupmetadata.benchmark;

import java.util.ArrayList;
import java.util.List;

/** Measurements of one thing, printed as the median and the range of the middle half. */
final class Samples {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double median() {
        return quantile(0.5);
    }

    private double quantile(double share) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.round((sorted.size() - 1) * share));
    }

    @Override
    public String toString() {
        double median = median();
        String format = median < 10 ? "%.3f (%.3f-%.3f)" : median < 100 ? "%.1f (%.1f-%.1f)" : "%.0f (%.0f-%.0f)";
        return format.formatted(median, quantile(0.25), quantile(0.75));
    }
}
