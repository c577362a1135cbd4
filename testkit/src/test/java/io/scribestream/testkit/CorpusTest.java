package io.scribestream.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.testkit.Corpus.Recording;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class CorpusTest {

    @Test
    void findsTheRepositorysOwnRecording() {
        assertThat(Repository.file("samples/jfk.wav")).isReadable();
    }

    @Test
    void skipsATestWhoseRecordingIsAbsent() {
        assertThatThrownBy(() -> Corpus.require("nowhere/none.wav"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("nowhere/none.wav");
    }

    @Test
    void readsALineOfTheManifest() {
        Recording recording = Recording.read("a/b.ogg\t17.95\tde\thuman-read\texact\to\ts\tl\tfür die");

        assertThat(recording).isEqualTo(new Recording("a/b.ogg", 17.95, "de", "human-read", "für die"));
        assertThat(Recording.read("n.wav\t1.0\t-\tnoise\t-\to\ts\tl\t").language())
                .isEmpty();
    }

    @Test
    void knowsTheRecordingsOfALanguage() {
        assertThat(Corpus.recordings("fleurs/fleurs-pt-")).hasSize(5).allSatisfy(r -> assertThat(r.file())
                .exists());
    }
}
