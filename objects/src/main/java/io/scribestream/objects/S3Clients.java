package io.scribestream.objects;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** A client that is made when the first object is asked for: its classes take a second. Thread-safe. */
public final class S3Clients implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** Longest silence of a store. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final S3Connection connection;
    private @Nullable S3Client client;

    public S3Clients(S3Connection connection) {
        this.connection = connection;
    }

    public synchronized S3Client get() {
        S3Client made = client;
        if (made == null) {
            made = make();
            client = made;
        }
        return made;
    }

    private S3Client make() {
        S3ClientBuilder builder = S3Client.builder()
                // The JDK's own cannot be ended while it waits for bytes.
                .httpClientBuilder(defaults -> S3Call.through(Apache5HttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE)
                        .buildWithDefaults(defaults)))
                .forcePathStyle(connection.pathStyle())
                // who waits, how long and for whom is decided outside, for all kinds of sources alike
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()));
        if (connection.endpoint() != null) {
            builder.endpointOverride(connection.endpoint())
                    // not every store knows the sums that Amazon's takes behind the bytes
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED);
        } else {
            builder.crossRegionAccessEnabled(true);
        }
        if (connection.region() != null) {
            builder.region(Region.of(connection.region()));
        } else if (connection.endpoint() != null) {
            builder.region(Region.US_EAST_1); // other stores have no regions, but the signature needs one
        }
        S3Connection.Credentials credentials = connection.credentials();
        if (credentials != null) {
            builder.credentialsProvider(StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(credentials.accessKey(), credentials.secretKey())));
        }
        return builder.build();
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
