package io.scribestream.transcriber.engine.onnx.graph;

import java.util.ArrayList;
import java.util.List;

/** An operation on its way into a {@link Graph}: it gets in when its outputs are asked for. */
final class Node {

    private static final int INPUT = 1;
    private static final int OUTPUT = 2;
    private static final int NAME = 3;
    private static final int OPERATION = 4;
    private static final int ATTRIBUTE = 5;
    private static final int DOMAIN = 7;

    private static final int ATTRIBUTE_NAME = 1;
    private static final int ATTRIBUTE_REAL = 2;
    private static final int ATTRIBUTE_NUMBER = 3;
    private static final int ATTRIBUTE_NUMBERS = 8;
    private static final int ATTRIBUTE_TYPE = 20;
    private static final int REAL = 1;
    private static final int NUMBER = 2;
    private static final int NUMBERS = 7;

    private final Graph graph;
    private final Message message = new Message();

    Node(Graph graph, String domain, String operation, List<String> inputs) {
        this.graph = graph;
        inputs.forEach(input -> message.text(INPUT, input));
        message.text(OPERATION, operation).text(NAME, graph.fresh(operation)).text(DOMAIN, domain);
    }

    Node with(String attribute, long value) {
        return attribute(new Message().text(ATTRIBUTE_NAME, attribute).number(ATTRIBUTE_NUMBER, value), NUMBER);
    }

    Node with(String attribute, float value) {
        return attribute(new Message().text(ATTRIBUTE_NAME, attribute).real(ATTRIBUTE_REAL, value), REAL);
    }

    Node with(String attribute, long[] values) {
        Message list = new Message().text(ATTRIBUTE_NAME, attribute);
        for (long value : values) {
            list.number(ATTRIBUTE_NUMBERS, value);
        }
        return attribute(list, NUMBERS);
    }

    private Node attribute(Message attribute, int type) {
        message.message(ATTRIBUTE, attribute.number(ATTRIBUTE_TYPE, type));
        return this;
    }

    /** Its only output. */
    String out() {
        return as(graph.fresh("t"));
    }

    /** Its only output, by this name. */
    String as(String output) {
        return as(List.of(output)).get(0);
    }

    /** Its outputs, by these names; an empty one is not asked for. */
    List<String> as(List<String> outputs) {
        outputs.forEach(output -> message.text(OUTPUT, output));
        graph.add(message);
        return new ArrayList<>(outputs);
    }
}
