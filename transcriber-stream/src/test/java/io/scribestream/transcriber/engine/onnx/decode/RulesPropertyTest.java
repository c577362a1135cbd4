package io.scribestream.transcriber.engine.onnx.decode;

import static io.scribestream.transcriber.engine.onnx.decode.Vocabulary.BLANK;
import static io.scribestream.transcriber.engine.onnx.decode.Vocabulary.END;
import static io.scribestream.transcriber.engine.onnx.decode.Vocabulary.IDS;
import static io.scribestream.transcriber.engine.onnx.decode.Vocabulary.NOTE;
import static io.scribestream.transcriber.engine.onnx.decode.Vocabulary.SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.transcriber.engine.onnx.words.Attention;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

/** What holds for every text, whatever a model says: texts are drawn from scores that are drawn. */
class RulesPropertyTest {

    private static final Attention NOWHERE = Attention.of(new float[1], 1);

    @Property(tries = 200)
    void aTextBeginsWithATimeInItsFirstSecond(@ForAll long seed, @ForAll @DoubleRange(max = 30) double seconds) {
        int first = text(seed, seconds).get(0);

        assertThat(IDS.isTime(first)).isTrue();
        assertThat(IDS.seconds(first)).isBetween(0.0, 1.0);
    }

    @Property(tries = 200)
    void timesComeInPairsAroundTextOfSomeLengthAndNeverGoBack(
            @ForAll long seed, @ForAll @DoubleRange(max = 30) double seconds) {
        List<Integer> tokens = text(seed, seconds);

        int begin = tokens.get(0);
        boolean inText = false;
        for (int i = 1; i < tokens.size() && tokens.get(i) != END; i++) {
            int token = tokens.get(i);
            if (!IDS.isTime(token)) {
                inText = true;
            } else if (inText) {
                assertThat(token).as("a segment has some length").isGreaterThan(begin);
                inText = false;
                begin = token;
                if (i + 1 < tokens.size() && tokens.get(i + 1) != END) {
                    assertThat(tokens.get(i + 1))
                            .as("the next begins not before")
                            .isGreaterThanOrEqualTo(token);
                }
            } else {
                assertThat(IDS.isTime(tokens.get(i - 1)) && !IDS.isTime(tokens.get(i - 2)))
                        .as("the second of a pair")
                        .isTrue();
                begin = token;
            }
        }
    }

    @Property(tries = 200)
    void aTimeAtTheEndOfTheChunkEndsTheTextAndNoneIsMuchLater(
            @ForAll long seed, @ForAll @DoubleRange(min = 1, max = 30) double seconds) {
        List<Integer> tokens = text(seed, seconds);

        assertThat(tokens).filteredOn(IDS::isTime).allSatisfy(time -> assertThat(IDS.seconds(time))
                .isLessThan(seconds + 1.02));
        for (int i = 1; i + 1 < tokens.size(); i++) {
            if (IDS.isTime(tokens.get(i)) && IDS.seconds(tokens.get(i)) >= seconds) {
                assertThat(tokens.subList(i + 1, tokens.size())).containsExactly(END);
            }
        }
    }

    @Property(tries = 200)
    void whatIsReadOfATextLiesInsideTheChunk(@ForAll long seed, @ForAll @DoubleRange(max = 30) double seconds) {
        Said said = Said.nothing(IDS);
        for (int token : text(seed, seconds)) {
            said = said.then(token, 0, NOWHERE);
        }

        double before = 0;
        for (Decoded.Stretch stretch : Stretches.of(said, IDS, seconds)) {
            assertThat(stretch.start()).isBetween(before, seconds);
            assertThat(stretch.end()).isBetween(stretch.start(), seconds);
            before = stretch.end();
        }
    }

    @Property(tries = 200)
    void nobodySaysANoteOrASpecialToken(@ForAll long seed, @ForAll @DoubleRange(max = 30) double seconds) {
        assertThat(text(seed, seconds))
                .allSatisfy(token -> assertThat(token == END || IDS.isTime(token) || IDS.isText(token))
                        .isTrue())
                .doesNotContain(NOTE);
    }

    @Property(tries = 200)
    void aTimeComesWhereAllTimesTogetherAreLikelierThanAnyOtherToken(@ForAll long seed) {
        Scores scores = scores(new SplittableRandom(seed), 0);
        double times = scores.logSum(IDS.firstTime(), SIZE);
        double others = scores.highest(0, IDS.firstTime());

        new LikelierTime(IDS).restrict(scores, Said.nothing(IDS));

        assertThat(scores.highest(0, IDS.firstTime()) == Float.NEGATIVE_INFINITY)
                .isEqualTo(times > others);
        assertThat(scores.logSum(IDS.firstTime(), SIZE)).isEqualTo(times);
    }

    @Property(tries = 50)
    void theFirstTokenIsNeitherBlankNorTheEndAndLaterOnesMayBe(@ForAll long seed) {
        NoEmptyStart rule = new NoEmptyStart(BLANK, IDS);
        Scores first = scores(new SplittableRandom(seed), 0);
        Scores second = scores(new SplittableRandom(seed), 0);

        rule.restrict(first, Said.nothing(IDS));
        rule.restrict(second, Said.nothing(IDS).then(IDS.firstTime(), 0, NOWHERE));

        assertThat(first.allows(BLANK)).isFalse();
        assertThat(first.allows(END)).isFalse();
        assertThat(second.allows(BLANK)).isTrue();
        assertThat(second.allows(END)).isTrue();
    }

    /** A text of at most 40 tokens; that it comes to be shows that the rules always allow something. */
    private static List<Integer> text(long seed, double seconds) {
        SplittableRandom random = new SplittableRandom(seed);
        Rule rules = Rules.of(IDS, new int[] {NOTE}, BLANK, seconds);
        double fondOfTimes = random.nextDouble(-6, 2); // else a time would nearly always be forced
        List<Integer> tokens = new ArrayList<>();
        Said said = Said.nothing(IDS);
        while (tokens.size() < 40 && !said.ended()) {
            Scores scores = scores(random, fondOfTimes);
            rules.restrict(scores, said);
            int token = scores.best();
            said = said.then(token, 0, NOWHERE);
            tokens.add(token);
        }
        return tokens;
    }

    private static Scores scores(SplittableRandom random, double fondOfTimes) {
        float[] values = new float[SIZE];
        for (int token = 0; token < SIZE; token++) {
            values[token] = (float) (random.nextDouble(0, 10) + (IDS.isTime(token) ? fondOfTimes - 6 : 0));
        }
        return new Scores().read(FloatBuffer.wrap(values));
    }
}
