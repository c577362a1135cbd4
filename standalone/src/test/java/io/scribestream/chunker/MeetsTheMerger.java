package io.scribestream.chunker;

import io.scribestream.merger.MergerFlow;

/** What no role may do, planted for the test of the layers: it reaches into another role. */
public final class MeetsTheMerger {

    private final MergerFlow met = new MergerFlow();

    public String name() {
        return met.name();
    }
}
