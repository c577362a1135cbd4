package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.model.LanguageModel;
import io.scribestream.transcriber.engine.onnx.model.Row;
import java.util.ArrayList;
import java.util.List;

/** A step: rows, and the token each is given. */
final class Step {

    private final List<Row> rows = new ArrayList<>();
    private final List<Integer> tokens = new ArrayList<>();

    void add(Row row, int token) {
        rows.add(row);
        tokens.add(token);
    }

    /** All at once; they are all that live. */
    void run(LanguageModel model) {
        model.step(rows, tokens.stream().mapToInt(Integer::intValue).toArray());
    }

    /** One after the other, whoever lives besides. */
    void runAlone(LanguageModel model) {
        for (int i = 0; i < rows.size(); i++) {
            model.stepAlone(rows.get(i), tokens.get(i));
        }
    }
}
