package io.scribestream.testkit.chaos;

import java.nio.file.Path;

/**
 * A source for jobs.
 *
 * @param language as jobs ask for it; it may decide how the source is cut
 * @param readable whether there is anything to hear in it; otherwise it is refused
 */
public record Recording(String name, Path file, String language, boolean readable) {}
