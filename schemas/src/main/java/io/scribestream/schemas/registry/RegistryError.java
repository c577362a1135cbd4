package io.scribestream.schemas.registry;

/** An answer other than 200, with the code that Confluent's clients look at. */
final class RegistryError extends RuntimeException {

    private final int status;
    private final int code;

    /** @param code Confluent's {@code error_code}: the status alone, or the status and two digits more */
    RegistryError(int status, int code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    static RegistryError noSuchPath() {
        return new RegistryError(404, 404, "HTTP 404 Not Found");
    }

    static RegistryError noSubject(String subject) {
        return new RegistryError(404, 40401, "Subject '" + subject + "' not found.");
    }

    static RegistryError noVersion(String version) {
        return new RegistryError(404, 40402, "Version " + version + " not found.");
    }

    static RegistryError noSchema(String what) {
        return new RegistryError(404, 40403, "Schema " + what + " not found");
    }

    static RegistryError noRule(String subject) {
        return new RegistryError(
                404, 40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
    }

    static RegistryError invalidSchema(String why) {
        return new RegistryError(422, 42201, "Invalid schema: " + why);
    }

    static RegistryError invalidVersion(String version) {
        return new RegistryError(
                422,
                42202,
                "The specified version '" + version
                        + "' is not a valid version id. Allowed values are between [1, 2^31-1]"
                        + " and the string \"latest\"");
    }

    static RegistryError invalidRule(String rule) {
        return new RegistryError(422, 42203, "Invalid compatibility level: " + rule);
    }
}
