package io.scribestream.schemas.registry;

import org.apache.avro.Schema;

/**
 * A schema as one version of a subject.
 *
 * @param version counted in the subject, from 1
 * @param id counted in the registry, from 1; the same schema has the same id under every subject
 */
public record SchemaVersion(String subject, int version, int id, Schema schema) {}
