package io.scribestream.transcriber.engine;

/** Which engine hears. */
public enum EngineChoice {
    /** The faster one on this machine, as far as is known. */
    AUTO("auto"),
    /** Whisper on ONNX Runtime. */
    ONNX("onnx"),
    /** libwhisper: slower, and the one that takes every model there is. */
    WHISPER_CPP("whisper.cpp");

    private final String name;

    EngineChoice(String name) {
        this.name = name;
    }

    /** As people write it. */
    @Override
    public String toString() {
        return name;
    }
}
