package io.scribestream.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3MockTest {

    private static final int OBJECTS = 1000;

    @Test
    void listsABucketWhoseObjectsGoMeanwhile(@TempDir Path folder) throws Exception {
        try (S3Mock store = S3Mock.start(folder)) {
            store.bucket("talks");
            store.object("/talks/stays", new byte[1]);
            CompletableFuture<Void> others = CompletableFuture.runAsync(() -> comeAndGo(store));

            do {
                assertThat(store.keys("talks")).contains("stays");
            } while (!others.isDone());

            others.join();
            assertThat(store.keys("talks")).containsExactly("stays");
        }
    }

    private static void comeAndGo(S3Mock store) {
        HttpClient client = HttpClient.newHttpClient();
        URI object = store.endpoint().resolve("/talks/goes");
        try {
            for (int i = 0; i < OBJECTS; i++) {
                store.object(object.getPath(), new byte[1]);
                client.send(HttpRequest.newBuilder(object).DELETE().build(), BodyHandlers.discarding());
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
