package io.scribestream.ingest;

import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;

/** Where a source lies, as a client writes it: {@code {url: "https://..."}} or {@code {s3: "s3://bucket/key"}}, with a name. */
final class SourceField {

    static final List<String> FIELDS = List.of("url", "s3", "name");

    private static final Pattern OBJECT = Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/.{1,1024}");

    /**
     * @param url empty where it was not said, as the others
     * @param name what people call it; the address's last part where it was not said
     * @throws ProblemException if it is not one address, of its kind
     */
    static Source read(String url, String s3, String name) {
        if (!url.isEmpty() && !s3.isEmpty()) {
            throw new ProblemException(400, "wrong_value", "a source has one address: 'source.url' or 'source.s3'");
        }
        if (s3.isEmpty()) {
            return source(SourceKind.HTTP, url, webPath(url), name);
        }
        if (!OBJECT.matcher(s3).matches()) {
            throw new ProblemException(
                    400, "wrong_value", "the field 'source.s3' is an address as in s3://bucket/talk.mp3");
        }
        return source(SourceKind.S3, s3, s3, name);
    }

    private static Source source(SourceKind kind, String location, String path, String name) {
        String called = name.isEmpty() ? path.substring(path.lastIndexOf('/') + 1) : name;
        return new Source(kind, location, called, -1L, "");
    }

    private static String webPath(String url) {
        try {
            URI uri = new URI(url);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null) {
                return uri.getPath();
            }
        } catch (URISyntaxException e) {
            throw wrongUrl();
        }
        throw wrongUrl();
    }

    private static ProblemException wrongUrl() {
        return new ProblemException(
                400, "wrong_value", "the field 'source.url' is an http or https address, as in https://host/talk.mp3");
    }

    private SourceField() {}
}
