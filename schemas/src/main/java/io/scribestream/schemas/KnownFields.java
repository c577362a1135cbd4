package io.scribestream.schemas;

import java.util.List;
import org.apache.avro.Schema;

/** Holds a writer's schema against ours: a field we do not know would be dropped without a word. */
final class KnownFields {

    /** @throws UnknownFieldException if the writer has a field, at any depth, that the reader does not know */
    static void check(Schema writer, Schema reader) {
        if (reader.getType() == Schema.Type.UNION) {
            reader.getTypes().stream()
                    .filter(branch -> branch.getType() == Schema.Type.RECORD)
                    .forEach(branch -> check(writer, branch));
        } else if (writer.getType() == Schema.Type.UNION) {
            writer.getTypes().forEach(branch -> check(branch, reader));
        } else if (writer.getType() == reader.getType()) {
            checkParts(writer, reader);
        }
    }

    private static void checkParts(Schema writer, Schema reader) {
        if (writer.getType() == Schema.Type.ARRAY) {
            check(writer.getElementType(), reader.getElementType());
        } else if (writer.getType() == Schema.Type.MAP) {
            check(writer.getValueType(), reader.getValueType());
        } else if (writer.getType() == Schema.Type.RECORD && writer.getName().equals(reader.getName())) {
            for (Schema.Field field : writer.getFields()) {
                check(field.schema(), known(field.name(), reader).schema());
            }
        }
    }

    private static Schema.Field known(String name, Schema reader) {
        Schema.Field known = reader.getField(name);
        if (known == null) {
            List<String> names =
                    reader.getFields().stream().map(Schema.Field::name).toList();
            throw new UnknownFieldException("the field '" + name + "' of " + reader.getName() + " is not known"
                    + Nearest.of(name, names)
                            .map(meant -> ": did you mean '" + meant + "'?")
                            .orElse("; known are " + String.join(", ", names)));
        }
        return known;
    }

    private KnownFields() {}
}
