package io.scribestream.standalone.chaos;

import io.scribestream.standalone.embedded.EmbeddedKafka;
import java.nio.file.Path;

/** The product's own broker in a process of its own: on the same directory and port it goes on after a kill. */
final class BrokerProcess {

    static final String UP = "broker up at ";

    /** @param args directory and port */
    public static void main(String[] args) {
        EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]), Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "close"));
        System.out.println(UP + kafka.bootstrapServers());
    }

    private BrokerProcess() {}
}
