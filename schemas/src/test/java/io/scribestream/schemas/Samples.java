package io.scribestream.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;

/** Records with every field filled at random, the same in every run. */
public final class Samples {

    private static final long SEED = 7;

    public static <V extends SpecificRecord> List<V> of(Class<V> type, int count) {
        Schema schema = SpecificData.get().getSchema(type);
        List<V> records = new ArrayList<>();
        for (Object generic : new RandomData(schema, count, SEED)) {
            records.add(specific(type, schema, generic));
        }
        return records;
    }

    /** By way of Avro's bytes: random data knows no logical types, and generated classes nothing else. */
    private static <V extends SpecificRecord> V specific(Class<V> type, Schema schema, Object generic) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<>(schema).write(generic, encoder);
            encoder.flush();
            return new SpecificDatumReader<V>(schema, schema, SpecificData.getForClass(type))
                    .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Samples() {}
}
