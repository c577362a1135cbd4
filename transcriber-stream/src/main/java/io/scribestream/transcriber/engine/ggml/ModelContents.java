package io.scribestream.transcriber.engine.ggml;

import java.util.Map;

/** All that a model file holds but the weights, and where those lie. */
record ModelContents(Dimensions dimensions, MelFilters filters, Vocabulary vocabulary, Map<String, Tensor> tensors) {}
