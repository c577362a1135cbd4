package io.scribestream.chunker.fetch.s3;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Whose fault it is that a store gives no object. */
final class S3Refusals {

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

    static RuntimeException of(S3Exception e) {
        String code = code(e);
        int status = e.statusCode();
        if (OURS.contains(code)) {
            return new UnavailableException(
                    "the object store does not accept this service's settings (" + code + ")", e);
        }
        if (status == 404) {
            return new RejectedException(
                    Reason.SOURCE_NOT_FOUND,
                    "The object store has nothing at the source's address (%s); check bucket and key.".formatted(code),
                    e);
        }
        if (status >= 500 || status == 408 || status == 429 || code.equals("SlowDown")) {
            return new UnavailableException("the object store answers " + status + " (" + code + ")", e);
        }
        if (code.equals("InvalidObjectState")) {
            return new RejectedException(
                    Reason.FETCH_FAILED, "The object is archived; have the store restore it, then send a new job.", e);
        }
        return new RejectedException(
                Reason.FETCH_FAILED,
                "The object store does not give the source (%s); let this service read it, or upload the file."
                        .formatted(code),
                e);
    }

    private static String code(S3Exception e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null || details.errorCode() == null ? String.valueOf(e.statusCode()) : details.errorCode();
    }

    private S3Refusals() {}
}
