package io.scribestream.schemas;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;

/** Holds a writer's schema against ours: a field we do not know would be dropped without a word. */
final class KnownFields {

    static void check(Schema writer, Schema reader) {
        if (writer.getType() != Type.RECORD || reader.getType() != Type.RECORD) {
            return;
        }
        for (Schema.Field field : writer.getFields()) {
            Schema.Field known = reader.getField(field.name());
            if (known == null) {
                throw new UnknownFieldException("the field '" + field.name() + "' of " + reader.getName()
                        + " is not known; known are "
                        + String.join(", ", names(reader)));
            }
            check(field.schema(), known.schema());
        }
    }

    private static List<String> names(Schema record) {
        return record.getFields().stream().map(Schema.Field::name).toList();
    }

    private KnownFields() {}
}
