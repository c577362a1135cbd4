package io.scribestream.transcriber.engine.onnx.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.transcriber.engine.onnx.model.AcousticModel;
import io.scribestream.transcriber.engine.onnx.model.Encoded;
import io.scribestream.transcriber.engine.onnx.model.LanguageModel;
import io.scribestream.transcriber.engine.onnx.model.Row;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Both halves of a model that says what its scripts say, and holds its callers to what the ports promise: all rows that
 * live are stepped, one thread calls, and no logits are read once they are gone. The number of a chunk's script is the
 * first value of its features.
 */
final class ScriptedModel implements AcousticModel, LanguageModel {

    /** What is likely to come next. */
    @FunctionalInterface
    interface Script {
        /**
         * @param given all tokens of the row, the prompt too
         * @param scores all 0, to be filled
         */
        void next(List<Integer> given, float[] scores);
    }

    static final int CONTEXT = 448;
    static final int HEADS = 2;
    static final int FRAMES = 4;

    /** What was done, in order: {@code encode 0}, {@code join 0}, {@code step 0 1}. */
    final List<String> log = new ArrayList<>();

    /** The tokens of every row that ever lived, by the order they came. */
    final List<List<Integer>> given = new ArrayList<>();

    private final int capacity;
    private final List<Script> scripts;
    private final Set<ScriptedRow> live = new HashSet<>();
    private int changes;
    private int open;
    private int closed;

    ScriptedModel(int capacity, List<Script> scripts) {
        this.capacity = capacity;
        this.scripts = scripts;
    }

    ScriptedModel(int capacity, Script... scripts) {
        this(capacity, List.of(scripts));
    }

    /** After the start and what follows it, these tokens and the end, each far likelier than any other. */
    static Script says(int... tokens) {
        return (given, scores) -> {
            int said = given.size() - given.indexOf(Vocabulary.IDS.start()) - 3;
            if (said >= 0) {
                scores[said < tokens.length ? tokens[said] : Vocabulary.END] = 50;
            }
        };
    }

    /** A sentence of some tokens, one second long. */
    static Script sentence(int words) {
        int[] tokens = new int[words + 2];
        tokens[0] = Vocabulary.time(0);
        for (int i = 1; i <= words; i++) {
            tokens[i] = (i * 7 + words) % 90;
        }
        tokens[words + 1] = Vocabulary.time(1);
        return says(tokens);
    }

    int live() {
        return live.size();
    }

    /** Encoded chunks that nobody has closed. */
    int open() {
        return open;
    }

    /** How many of the two halves are closed. */
    int closed() {
        return closed;
    }

    @Override
    public Encoded encode(float[] mel, int frames) {
        changes++;
        log.add("encode " + (int) mel[0]);
        open++;
        return new ScriptedSound((int) mel[0]);
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int context() {
        return CONTEXT;
    }

    @Override
    public Row join(Encoded audio, int[] prompt) {
        ScriptedSound sound = (ScriptedSound) audio;
        assertThat(sound.closed).isFalse();
        log.add("join " + sound.script);
        List<Integer> tokens = new ArrayList<>();
        Arrays.stream(prompt).forEach(tokens::add);
        return enter(new ScriptedRow(sound.script, tokens));
    }

    @Override
    public Row fork(Row row) {
        ScriptedRow same = (ScriptedRow) row;
        assertThat(live).contains(same);
        return enter(new ScriptedRow(same.script, new ArrayList<>(same.tokens)));
    }

    private Row enter(ScriptedRow row) {
        if (live.size() == capacity) {
            throw new IllegalStateException("no room");
        }
        changes++;
        row.scores = row.said(row.tokens);
        row.madeAt = changes;
        live.add(row);
        given.add(row.tokens);
        return row;
    }

    @Override
    public void step(List<Row> rows, int[] tokens) {
        assertThat(rows).doesNotHaveDuplicates().hasSize(tokens.length);
        assertThat(new HashSet<>(rows)).isEqualTo(live);
        List<Runnable> taken = new ArrayList<>();
        StringBuilder line = new StringBuilder("step");
        for (int i = 0; i < tokens.length; i++) {
            ScriptedRow row = (ScriptedRow) rows.get(i);
            taken.add(row.next(tokens[i]));
            line.append(' ').append(row.script);
        }
        taken.forEach(Runnable::run); // all or none
        log.add(line.toString());
    }

    @Override
    public void stepAlone(Row row, int token) {
        ScriptedRow one = (ScriptedRow) row;
        assertThat(live).contains(one);
        one.next(token).run();
        log.add("step alone " + one.script);
    }

    @Override
    public void leave(Row row) {
        changes++;
        if (live.remove((ScriptedRow) row)) {
            log.add("leave " + ((ScriptedRow) row).script);
        }
    }

    @Override
    public void close() {
        assertThat(live).isEmpty();
        assertThat(open).isZero();
        closed++;
    }

    private final class ScriptedSound implements Encoded {

        private final int script;
        private boolean closed;

        private ScriptedSound(int script) {
            this.script = script;
        }

        @Override
        public int frames() {
            return FRAMES;
        }

        @Override
        public void close() {
            open -= closed ? 0 : 1;
            closed = true;
        }
    }

    private final class ScriptedRow implements Row {

        private final int script;
        private final List<Integer> tokens;
        private float[] scores = {};
        private int madeAt;

        private ScriptedRow(int script, List<Integer> tokens) {
            this.script = script;
            this.tokens = tokens;
        }

        private float[] said(List<Integer> after) {
            float[] said = new float[Vocabulary.SIZE];
            scripts.get(script).next(List.copyOf(after), said);
            return said;
        }

        /** What is left to do once its script has said what comes after this token. */
        private Runnable next(int token) {
            List<Integer> longer = new ArrayList<>(tokens);
            longer.add(token);
            assertThat(longer).hasSizeLessThanOrEqualTo(CONTEXT);
            float[] said = said(longer);
            return () -> {
                tokens.add(token);
                scores = said;
                madeAt = changes;
            };
        }

        @Override
        public FloatBuffer logits() {
            assertThat(madeAt).as("logits are gone").isEqualTo(changes);
            return FloatBuffer.wrap(scores).asReadOnlyBuffer();
        }

        @Override
        public float[] alignment() {
            assertThat(madeAt).as("the alignment is gone").isEqualTo(changes);
            float[] weights = new float[HEADS * FRAMES];
            Arrays.fill(weights, tokens.size());
            return weights;
        }

        @Override
        public int length() {
            return tokens.size();
        }
    }
}
