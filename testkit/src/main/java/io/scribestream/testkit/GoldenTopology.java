package io.scribestream.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.Flow;
import io.scribestream.runtime.FlowBuilder;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Holds a flow's topology to the file {@code src/test/topology/<flow>.txt} of its module: names of steps, stores and
 * topics are kept over upgrades, so a change of them is to be seen in a review.
 */
public final class GoldenTopology {

    static final String UPDATE = "golden.update";

    /** Compares the topology with its file; with {@code -Dgolden.update=true} writes the file instead. */
    public static void check(Flow flow) {
        check(flow, Path.of(System.getProperty("basedir", ""), "src", "test", "topology"), Boolean.getBoolean(UPDATE));
    }

    static void check(Flow flow, Path folder, boolean update) {
        Path file = folder.resolve(flow.name() + ".txt");
        String described = describe(flow);
        try {
            if (update) {
                Files.createDirectories(folder);
                Files.writeString(file, described);
            }
            assertThat(file)
                    .as("the golden topology of %s; write it with -D%s=true", flow.name(), UPDATE)
                    .exists();
            assertThat(described.lines())
                    .as(
                            "the topology of %s differs from %s; if that is meant, renew it with -D%s=true",
                            flow.name(), file, UPDATE)
                    .containsExactlyElementsOf(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String describe(Flow flow) {
        Wire wire = new Wire(new InMemorySchemaRegistry());
        return FlowBuilder.topology(flow, wire, FlowUnderTest.settings(flow, Path.of("unused")))
                .describe()
                .toString();
    }

    private GoldenTopology() {}
}
