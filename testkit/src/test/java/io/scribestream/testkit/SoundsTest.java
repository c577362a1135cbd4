package io.scribestream.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoundsTest {

    @TempDir
    Path folder;

    @Test
    void writesAWavThatOthersRead() throws IOException, UnsupportedAudioFileException {
        Path file = Sounds.wav(
                folder.resolve("tone.wav"),
                8_000,
                2,
                Sounds.Encoding.PCM_S16,
                Sounds.spread(Sounds.tone(8_000, 1.5, 440), 2));

        try (AudioInputStream in = AudioSystem.getAudioInputStream(file.toFile())) {
            AudioFormat format = in.getFormat();
            assertThat(format.getSampleRate()).isEqualTo(8_000);
            assertThat(format.getChannels()).isEqualTo(2);
            assertThat(in.getFrameLength()).isEqualTo(12_000);
        }
    }

    @Test
    void fitsTenHoursOfSilenceIntoAFewKilobytes() throws IOException {
        Path file = SilentFlac.write(folder.resolve("silence.flac"), Duration.ofHours(10));

        assertThat(Files.size(file)).isLessThan(300_000);
    }
}
