package io.scribestream.ingest.tus;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The header {@code Upload-Metadata}: keys with values in Base64, and commas between them. */
public final class UploadMetadata {

    /**
     * @param header empty for none
     * @return texts by key, in the order of the header
     * @throws IllegalArgumentException saying in one sentence what is wrong with it
     */
    public static Map<String, String> parse(String header) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (header.isBlank()) {
            return texts;
        }
        for (String pair : header.split(",", -1)) {
            String[] parts = pair.strip().split(" ", -1);
            if (parts[0].isEmpty() || parts.length > 2) {
                throw new IllegalArgumentException(
                        "Upload-Metadata holds pairs of a key and a value in Base64, with a blank within and a comma between"
                                + " them");
            }
            if (texts.put(parts[0], parts.length == 1 ? "" : text(parts[0], parts[1])) != null) {
                throw new IllegalArgumentException("Upload-Metadata has the key '" + parts[0] + "' twice");
            }
        }
        return texts;
    }

    private static String text(String key, String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Upload-Metadata has a value for '" + key + "' that is not Base64", e);
        }
    }

    private UploadMetadata() {}
}
