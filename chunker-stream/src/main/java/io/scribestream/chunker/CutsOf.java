package io.scribestream.chunker;

/** Another source, with something around each cut. */
abstract class CutsOf implements OpenSource {

    final OpenSource source;

    CutsOf(OpenSource source) {
        this.source = source;
    }

    @Override
    public final double declaredSeconds() {
        return source.declaredSeconds();
    }

    @Override
    public final long samples() {
        return source.samples();
    }

    @Override
    public final String damage() {
        return source.damage();
    }

    @Override
    public final void close() {
        source.close();
    }
}
