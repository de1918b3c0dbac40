package org.backupmetadata.api;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The headers of a request, whose names have no case. */
@FunctionalInterface
public interface Headers {

    /** No headers. */
    Headers NONE = name -> null;

    /** The value of the header of that name, or null if there is none. */
    @Nullable
    String get(String name);

    /** Those headers; of names that differ in case only, the last one's value counts. */
    static Headers of(Map<String, String> values) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(values);
        return byName::get;
    }
}
