package io.scribestream.transcriber.engine.onnx.decode;

import java.util.List;

/** How texts go on. */
interface Strategy {

    /** How many texts it works on at most; once as many have ended, the search is over. */
    int width();

    /**
     * The texts a step further.
     *
     * @param branches rows with their logits
     * @return each with the row it came from and the token it was given; those that ended among them. Several may come
     *     from one row, and none from another
     */
    List<Branch> next(List<Branch> branches);
}
