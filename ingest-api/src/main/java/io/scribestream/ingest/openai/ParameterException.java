package io.scribestream.ingest.openai;

/** A parameter of a request is not as it should be; the message says which and how, for people. */
public final class ParameterException extends RuntimeException {

    private final int status;
    private final String code;
    private final String parameter;

    ParameterException(int status, String code, String parameter, String message) {
        super(message);
        this.status = status;
        this.code = code;
        this.parameter = parameter;
    }

    static ParameterException wrong(String parameter, String message) {
        return new ParameterException(400, "invalid_value", parameter, message);
    }

    /** HTTP's. */
    public int status() {
        return status;
    }

    /** Stable, for programs. */
    public String code() {
        return code;
    }

    public String parameter() {
        return parameter;
    }
}
