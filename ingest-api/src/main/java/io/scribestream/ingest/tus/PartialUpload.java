package io.scribestream.ingest.tus;

import java.time.Instant;

/**
 * An upload that comes in parts, as its client announced it; how far it is, the bytes on the disk say.
 *
 * @param id its own, and that of the job it becomes
 * @param client whose it is
 * @param length bytes it has when it is whole
 * @param metadata as the client sent it; empty for none
 */
public record PartialUpload(String id, String client, long length, String metadata, Instant created) {}
