package io.scribestream.objects;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a store means when it refuses. */
public final class S3Faults {

    /** What is wrong with this process's own settings or clock: none of it is any job's fault. */
    private static final Set<String> OURS = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "RequestTimeTooSkewed",
            "ExpiredToken",
            "InvalidToken",
            "TokenRefreshRequired",
            "AuthorizationHeaderMalformed",
            "PermanentRedirect");

    /** The store's own word for it, or else its status. */
    public static String code(S3Exception e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null || details.errorCode() == null ? String.valueOf(e.statusCode()) : details.errorCode();
    }

    /** Whether the store does not accept how this service is set up. */
    public static boolean isOurs(S3Exception e) {
        return OURS.contains(code(e));
    }

    /** Whether the store cannot do what it should, just now. */
    public static boolean isTheStores(S3Exception e) {
        int status = e.statusCode();
        return status >= 500 || status == 408 || status == 429 || code(e).equals("SlowDown");
    }

    private S3Faults() {}
}
