package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.testkit.Repository;
import io.scribestream.testkit.WordErrorRate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** OpenAI's own clients, as they are published, against the real server. */
@ExtendWith(RunningScribe.Extension.class)
class OpenAiClientsIT {

    private static final Path JFK = Repository.file("samples/jfk.wav");
    private static final String WORDS = "And so, my fellow Americans, ask not what your country can do for you,"
            + " ask what you can do for your country.";

    private final String baseUrl;

    OpenAiClientsIT(RunningScribe scribe) {
        this.baseUrl = scribe.url() + "/v1";
    }

    @Test
    void workWithNode() throws Exception {
        Path folder = ClientPackages.node();

        answersLikeOpenAi(ClientPackages.run(
                folder, "node", ClientPackages.script(folder, "client.mjs").toString(), baseUrl, JFK.toString()));
    }

    @Test
    void workWithPython() throws Exception {
        Path folder = ClientPackages.python();

        answersLikeOpenAi(ClientPackages.run(
                folder,
                folder.resolve("bin/python").toString(),
                ClientPackages.script(folder, "client.py").toString(),
                baseUrl,
                JFK.toString()));
    }

    private static void answersLikeOpenAi(String printed) throws Exception {
        JsonNode all = new ObjectMapper().readTree(printed);
        sameWords(all.path("json").asText());
        sameWords(all.path("text").asText());
        assertThat(all.path("srt").asText()).startsWith("1\n00:00:00,").contains("fellow Americans");
        assertThat(all.path("vtt").asText()).startsWith("WEBVTT\n").contains("fellow Americans");
        JsonNode verbose = all.path("verbose");
        assertThat(verbose.path("language").asText()).isEqualTo("english");
        assertThat(verbose.path("duration").asDouble()).isBetween(10.9, 11.1);
        assertThat(verbose.path("first_word").asText()).isEqualTo("And");
        assertThat(verbose.path("words").asInt()).isEqualTo(22);
        assertThat(verbose.path("segment").path("end").asDouble()).isBetween(1.0, 11.1);
        assertThat(verbose.path("segment").path("avg_logprob").asDouble()).isBetween(-1.0, 0.0);
        JsonNode streamed = all.path("streamed");
        assertThat(streamed.path("first").asText()).isEqualTo("transcript.text.delta");
        assertThat(streamed.path("last").asText()).isEqualTo("transcript.text.done");
        sameWords(streamed.path("text").asText());
        assertThat(streamed.path("deltas")).isEqualTo(streamed.path("text"));
        sameWords(all.path("translation").asText());
        assertThat(all.path("models")).extracting(JsonNode::asText).containsExactly("whisper-1", "base-q8_0");
        assertThat(all.path("one_model").asText()).isEqualTo("whisper-1");
        assertThat(all.path("wrong_model").asText()).isEqualTo("NotFoundError 404 model_not_found model");
        assertThat(all.path("wrong_format").asText()).isEqualTo("BadRequestError 400 invalid_value response_format");
        assertThat(all.path("no_sound").asText()).startsWith("BadRequestError 400 unreadable_audio");
    }

    private static void sameWords(String heard) {
        assertThat(WordErrorRate.of(WORDS, heard, "en").rate()).as(heard).isZero();
    }
}
