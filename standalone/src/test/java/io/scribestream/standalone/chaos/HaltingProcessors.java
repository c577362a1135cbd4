package io.scribestream.standalone.chaos;

import java.util.Set;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.ProcessorWrapper;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.WrappedFixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.WrappedProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Halts around every step of a stream: {@code before} and {@code after}, each with the step's name. */
public final class HaltingProcessors implements ProcessorWrapper {

    @Override
    public <KIn, VIn, KOut, VOut> WrappedProcessorSupplier<KIn, VIn, KOut, VOut> wrapProcessorSupplier(
            String step, ProcessorSupplier<KIn, VIn, KOut, VOut> supplier) {
        return new Halting<>(step, supplier);
    }

    @Override
    public <KIn, VIn, VOut> WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> wrapFixedKeyProcessorSupplier(
            String step, FixedKeyProcessorSupplier<KIn, VIn, VOut> supplier) {
        return ProcessorWrapper.asWrappedFixedKey(supplier);
    }

    private record Halting<KIn, VIn, KOut, VOut>(String step, ProcessorSupplier<KIn, VIn, KOut, VOut> supplier)
            implements WrappedProcessorSupplier<KIn, VIn, KOut, VOut> {

        @Override
        public Set<StoreBuilder<?>> stores() {
            return supplier.stores();
        }

        @Override
        public Processor<KIn, VIn, KOut, VOut> get() {
            Processor<KIn, VIn, KOut, VOut> processor = supplier.get();
            return new Processor<>() {
                @Override
                public void init(ProcessorContext<KOut, VOut> context) {
                    processor.init(context);
                }

                @Override
                public void process(Record<KIn, VIn> record) {
                    HaltPoint.reach("before " + step);
                    processor.process(record);
                    HaltPoint.reach("after " + step);
                }

                @Override
                public void close() {
                    processor.close();
                }
            };
        }
    }
}
