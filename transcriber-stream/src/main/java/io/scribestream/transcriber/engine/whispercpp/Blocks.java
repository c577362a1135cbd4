package io.scribestream.transcriber.engine.whispercpp;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;

/**
 * Structs as blocks of memory, passed by value. The library is told nothing of fields: {@link ParamsLayout} knows where
 * they lie. All of them are larger than what any calling convention passes in registers, so only the size matters. One
 * class for each size, since JNA remembers sizes by class.
 */
final class Blocks {

    private Blocks() {}

    /** A block with room for {@code bytes}. */
    static Block of(int bytes) {
        return switch (bytes) {
            case 48 -> new Of48();
            case 264 -> new Of264();
            case 296 -> new Of296();
            case 304 -> new Of304();
            default -> throw new IllegalArgumentException("no struct of " + bytes + " bytes");
        };
    }

    /** 64-bit words that go over by value. */
    abstract static class Block extends Structure implements Structure.ByValue {

        abstract long[] words();

        /** Takes over what lies at {@code from}. */
        final Block filledFrom(Pointer from) {
            from.read(0, words(), 0, words().length);
            return this;
        }
    }

    /** whisper_context_params. */
    @Structure.FieldOrder("words")
    public static final class Of48 extends Block {
        public long[] words = new long[6];

        @Override
        long[] words() {
            return words;
        }
    }

    /** whisper_full_params of the first layout. */
    @Structure.FieldOrder("words")
    public static final class Of264 extends Block {
        public long[] words = new long[33];

        @Override
        long[] words() {
            return words;
        }
    }

    /** whisper_full_params with settings for voice activity. */
    @Structure.FieldOrder("words")
    public static final class Of296 extends Block {
        public long[] words = new long[37];

        @Override
        long[] words() {
            return words;
        }
    }

    /** whisper_full_params with a carried prompt too. */
    @Structure.FieldOrder("words")
    public static final class Of304 extends Block {
        public long[] words = new long[38];

        @Override
        long[] words() {
            return words;
        }
    }

    /** whisper_token_data, as it comes back. */
    @Structure.FieldOrder({"id", "tid", "p", "plog", "pt", "ptsum", "t0", "t1", "tDtw", "vlen"})
    public static final class TokenData extends Structure implements Structure.ByValue {
        public int id;
        public int tid;
        public float p;
        public float plog;
        public float pt;
        public float ptsum;
        public long t0;
        public long t1;
        public long tDtw;
        public float vlen;
    }
}
