package io.scribestream.objects;

import io.scribestream.runtime.RejectedException;
import io.scribestream.schemas.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an object lies: {@code s3://bucket/key}. The key is taken as it stands there, blanks, question marks and all: it is
 * no address of the web.
 */
public record S3Address(String bucket, String key) {

    private static final Pattern FORM = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(.{1,1024})");

    /** @throws RejectedException with {@code invalid_job} if it is none */
    public static S3Address parse(String location) {
        Matcher parts = FORM.matcher(location);
        if (!parts.matches()) {
            throw new RejectedException(
                    Reason.INVALID_JOB, "the source's location is no address of an object, as in s3://bucket/talk.mp3");
        }
        return new S3Address(parts.group(1), parts.group(2));
    }

    /** @param place a bucket, or a bucket and what its keys begin with: {@code recordings/2026/} */
    public boolean isIn(String place) {
        int slash = place.indexOf('/');
        return slash < 0
                ? bucket.equals(place)
                : bucket.equals(place.substring(0, slash)) && key.startsWith(place.substring(slash + 1));
    }
}
