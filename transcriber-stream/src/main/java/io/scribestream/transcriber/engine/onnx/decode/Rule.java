package io.scribestream.transcriber.engine.onnx.decode;

/**
 * Forbids tokens that must not come next. The rules are those of OpenAI's reference (whisper/decoding.py), which the
 * models were trained to be read with; no rule ever leaves nothing allowed.
 */
@FunctionalInterface
interface Rule {

    /**
     * @param scores of the tokens to come next; forbidden ones are marked in it
     * @param said what came before, without the prompt
     */
    void restrict(Scores scores, Said said);
}
