package io.scribestream.transcriber.engine.onnx.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The heads of the decoder's cross-attention that look at the sound of the word they write, as OpenAI published them for
 * each of its models. A model is known by its dimensions, which training it further does not change.
 */
public final class AlignmentHeads {

    /**
     * One head.
     *
     * @param layer of the decoder, from 0
     * @param head in that layer, from 0
     */
    public record Head(int layer, int head) {}

    private record Dimensions(int vocabulary, int layers, int heads) {}

    private static final int ENGLISH = 51_864;
    private static final int MULTILINGUAL = 51_865;
    private static final int WITH_CANTONESE = 51_866;

    /** Layer, colon, its heads. large-v1 has the dimensions of large-v2, which took its place: its heads are not here. */
    private static final Map<Dimensions, String> PUBLISHED = Map.ofEntries(
            Map.entry(new Dimensions(ENGLISH, 4, 6), "1:0 2:0,5 3:0,1,2,3,4"), // tiny.en
            Map.entry(new Dimensions(MULTILINGUAL, 4, 6), "2:2 3:0,2,3,4,5"), // tiny
            Map.entry(new Dimensions(ENGLISH, 6, 8), "3:3 4:7 5:1,5,7"), // base.en
            Map.entry(new Dimensions(MULTILINGUAL, 6, 8), "3:1 4:2,3,7 5:1,2,4,6"), // base
            Map.entry(
                    new Dimensions(ENGLISH, 12, 12),
                    "6:6 7:0,3,8 8:2,5,7 9:0,4,8,10 10:0,1,2,3,6,11 11:2,4"), // small.en
            Map.entry(new Dimensions(MULTILINGUAL, 12, 12), "5:3,9 8:0,4,7,8 9:0,7,9 10:5"), // small
            Map.entry(
                    new Dimensions(ENGLISH, 24, 16),
                    "11:4 14:1,12,14 15:4 16:0,4,9 17:12,14 18:7,10,15 20:0,3,9,14 21:12"), // medium.en
            Map.entry(new Dimensions(MULTILINGUAL, 24, 16), "13:15 15:4,15 16:1 20:0 23:4"), // medium
            Map.entry(
                    new Dimensions(MULTILINGUAL, 32, 20),
                    "10:12 13:17 16:11,12,13 17:15,16 18:4,11,19 19:11 21:2,3 22:3,9,12 23:5,7,13 25:5 26:1,12"
                            + " 27:15"), // large-v2
            Map.entry(
                    new Dimensions(WITH_CANTONESE, 32, 20),
                    "7:0 10:17 12:18 13:12 16:1 17:14 19:11 21:4 24:1 25:6"), // large-v3
            Map.entry(new Dimensions(WITH_CANTONESE, 4, 20), "2:4,11 3:3,6,11,14")); // large-v3-turbo

    private AlignmentHeads() {}

    /**
     * The heads to read, by layer and head. For dimensions nobody published heads for, those of the upper half of the
     * layers: lower ones look at everything at once.
     *
     * @param vocabulary tokens of the model, special ones too
     * @param layers of its decoder
     * @param heads in each of them
     */
    public static List<Head> of(int vocabulary, int layers, int heads) {
        String published = PUBLISHED.get(new Dimensions(vocabulary, layers, heads));
        return published == null ? upperHalf(layers, heads) : parse(published);
    }

    private static List<Head> upperHalf(int layers, int heads) {
        List<Head> all = new ArrayList<>();
        for (int layer = layers / 2; layer < layers; layer++) {
            for (int head = 0; head < heads; head++) {
                all.add(new Head(layer, head));
            }
        }
        return List.copyOf(all);
    }

    private static List<Head> parse(String published) {
        return Arrays.stream(published.split(" "))
                .map(layer -> layer.split(":"))
                .flatMap(layer -> Arrays.stream(layer[1].split(","))
                        .map(head -> new Head(Integer.parseInt(layer[0]), Integer.parseInt(head))))
                .toList();
    }
}
