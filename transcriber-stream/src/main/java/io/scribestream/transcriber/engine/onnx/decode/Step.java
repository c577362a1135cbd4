package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.model.LanguageModel;
import io.scribestream.transcriber.engine.onnx.model.Row;
import java.util.ArrayList;
import java.util.List;

/** One step of the batch: all rows that live, and the token each is given. */
final class Step {

    private final List<Row> rows = new ArrayList<>();
    private final List<Integer> tokens = new ArrayList<>();

    void add(Row row, int token) {
        rows.add(row);
        tokens.add(token);
    }

    void run(LanguageModel model) {
        model.step(rows, tokens.stream().mapToInt(Integer::intValue).toArray());
    }
}
