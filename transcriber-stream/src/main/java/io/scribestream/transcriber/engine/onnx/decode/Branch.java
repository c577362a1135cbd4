package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.model.Row;

/** A row of the batch and what was said in it so far. */
record Branch(Row row, Said said) {}
