package io.scribestream.standalone.chaos;

import io.scribestream.schemas.registry.EmbeddedSchemaRegistry;
import io.scribestream.schemas.registry.RegistryServer;
import java.util.concurrent.CountDownLatch;

/** The product's own registry in a process of its own. */
final class RegistryProcess {

    static final String UP = "registry up at ";

    /** @param args bootstrap servers and port */
    public static void main(String[] args) throws Exception {
        EmbeddedSchemaRegistry schemas = EmbeddedSchemaRegistry.onTopic(args[0]);
        RegistryServer server = RegistryServer.onLoopback(schemas, Integer.parseInt(args[1]));
        System.out.println(UP + server.url());
        new CountDownLatch(1).await(); // until it is killed
    }

    private RegistryProcess() {}
}
