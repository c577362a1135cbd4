package io.scribestream.testkit.chaos;

import java.util.List;
import java.util.Map;

/**
 * What runs in a process of its own.
 *
 * @param name among its like; also that of its log
 * @param classPath where its classes are
 * @param main a class of it
 * @param jvm options for Java: the heap, properties
 * @param environment beside what this process has itself, of which nothing is a setting of the product
 */
public record Program(
        String name,
        String classPath,
        String main,
        List<String> jvm,
        List<String> arguments,
        Map<String, String> environment) {

    public Program {
        jvm = List.copyOf(jvm);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** With the class path of this JVM. */
    public Program(
            String name, String main, List<String> jvm, List<String> arguments, Map<String, String> environment) {
        this(name, System.getProperty("java.class.path"), main, jvm, arguments, environment);
    }
}
