package io.scribestream.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.standalone.cli.Api;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The way in over HTTP, tried until it is shut. */
final class Door {

    private static final int TAKEN = 202;
    private static final int SHUT = 503;

    private final Api api;
    private final Path clip;

    /** @param clip what is sent each time */
    Door(Api api, Path clip) {
        this.api = api;
        this.clip = clip;
    }

    /**
     * What it said.
     *
     * @param jobs ids of those that were taken
     * @param answer to the last try, where that was refused
     */
    record Tries(List<String> jobs, String answer, boolean saysWhen) {}

    /** Sends until one is refused, or so many are taken. */
    Tries until(int most) throws IOException, InterruptedException {
        List<String> taken = new ArrayList<>();
        while (taken.size() < most) {
            HttpResponse<String> answer = api.post("clip.wav", Files.readAllBytes(clip), Map.of("language", "en"));
            JsonNode said = api.read(answer);
            if (answer.statusCode() != TAKEN) {
                String after = answer.headers().firstValue("Retry-After").orElse("");
                return new Tries(
                        taken,
                        answer.statusCode() + " " + said.path("code").asText() + ", Retry-After: " + after,
                        answer.statusCode() == SHUT && after.matches("[1-9]\\d*"));
            }
            taken.add(said.path("id").asText());
        }
        return new Tries(taken, "", false);
    }
}
