package io.scribestream.transcriber;

import io.scribestream.schemas.avro.ChunkTranscript;

/**
 * What came of hearing a chunk.
 *
 * @param calls how often the engine was called for it, by this process
 */
record Hearing(ChunkTranscript transcript, int calls) {}
