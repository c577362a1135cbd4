package io.scribestream.objects;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * What this thread asks a store until it is closed: another thread can end it, also while no answer has come. The SDK lets
 * only an answer be ended.
 */
public final class S3Call implements AutoCloseable {

    private static final ThreadLocal<@Nullable S3Call> CURRENT = new ThreadLocal<>();

    private volatile @Nullable Abortable request;

    private S3Call() {}

    public static S3Call begin() {
        S3Call call = new S3Call();
        CURRENT.set(call);
        return call;
    }

    /** Lets what is asked just now fail, or the reading of its answer; nothing happens before anything is asked. */
    public void abort() {
        Abortable asked = request;
        if (asked != null) {
            asked.abort();
        }
    }

    @Override
    public void close() {
        CURRENT.remove();
    }

    /** The client, when it is asked in a call. */
    static SdkHttpClient through(SdkHttpClient client) {
        return new SdkHttpClient() {

            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                ExecutableHttpRequest prepared = client.prepareRequest(request);
                S3Call call = CURRENT.get();
                if (call != null) {
                    call.request = prepared;
                }
                return prepared;
            }

            @Override
            public String clientName() {
                return client.clientName();
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }
}
