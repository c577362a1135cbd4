package io.scribestream.transcriber.engine.onnx.model;

import java.util.List;

/**
 * The decoder of a model, and the batch of rows it works on. One thread calls it; rows come and go between steps and
 * differ in length. Every method that fails throws {@link io.scribestream.runtime.UnavailableException} and leaves the rows
 * as they were.
 */
public interface LanguageModel extends AutoCloseable {

    /** The most rows that can live at once. */
    int capacity();

    /** The most tokens a row can hold: the text context of the model. */
    int context();

    /**
     * A new row that was given the prompt, so that its logits are those of the token after it.
     *
     * @param prompt at least one token, fewer than {@link #context()}
     * @throws IllegalStateException if {@link #capacity()} rows live
     */
    Row join(Encoded audio, int[] prompt);

    /**
     * A new row that heard and said what this one did; its logits and alignment are the same. From here each goes on by
     * itself.
     *
     * @throws IllegalStateException if {@link #capacity()} rows live
     */
    Row fork(Row row);

    /**
     * Gives every row its next token and makes the logits of the one after it.
     *
     * @param rows all that live, in any order
     * @param tokens one a row
     */
    void step(List<Row> rows, int[] tokens);

    /**
     * As {@link #step} for one row of them all, whose token fails no other; all rows of a batch so cost far more.
     */
    void stepAlone(Row row, int token);

    /** Ends a row; nothing the second time. */
    void leave(Row row);

    @Override
    void close();
}
