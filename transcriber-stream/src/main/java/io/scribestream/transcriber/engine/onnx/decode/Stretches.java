package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.decode.Decoded.Chosen;
import io.scribestream.transcriber.engine.onnx.decode.Decoded.Stretch;
import io.scribestream.transcriber.engine.onnx.text.Tokens;
import java.util.ArrayList;
import java.util.List;

/** Parts a text at its times. */
final class Stretches {

    private final Tokens ids;
    private final double seconds;
    private final List<Stretch> stretches = new ArrayList<>();
    private List<Chosen> tokens = new ArrayList<>();
    private boolean hasText;
    private double start;

    private Stretches(Tokens ids, double seconds) {
        this.ids = ids;
        this.seconds = seconds;
    }

    /** @param seconds of sound in the chunk: where text ends that no time closes */
    static List<Stretch> of(Said said, Tokens ids, double seconds) {
        Stretches parts = new Stretches(ids, seconds);
        said.choices().forEach(parts::add);
        return parts.end();
    }

    private void add(Said.Choice choice) {
        tokens.add(new Chosen(choice.token(), (float) Math.exp(choice.logProbability()), choice.attention()));
        hasText |= ids.isText(choice.token());
        if (ids.isTime(choice.token())) {
            double time = Math.min(ids.seconds(choice.token()), seconds);
            if (hasText) {
                close(time);
            }
            start = time;
        }
    }

    private void close(double time) {
        stretches.add(new Stretch(start, time, tokens));
        tokens = new ArrayList<>();
        hasText = false;
    }

    private List<Stretch> end() {
        if (hasText) {
            close(seconds);
        } else if (!stretches.isEmpty()) { // times and the end behind the last text
            Stretch last = stretches.remove(stretches.size() - 1);
            tokens.addAll(0, last.tokens());
            stretches.add(new Stretch(last.start(), last.end(), tokens));
        }
        return stretches;
    }
}
