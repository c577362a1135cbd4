package io.scribestream.standalone;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests something that is costly to start: made for the first that asks for it, closed behind the last test of all.
 *
 * @param <T> what a constructor or a method of a test takes as a parameter
 */
public abstract class PerRun<T extends AutoCloseable> implements ParameterResolver {

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(PerRun.class);

    private final Class<T> type;
    private final Callable<T> start;

    protected PerRun(Class<T> type, Callable<T> start) {
        this.type = type;
        this.start = start;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == type;
    }

    @Override
    public T resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot().getStore(OURS).getOrComputeIfAbsent(type, key -> started(), type);
    }

    private T started() {
        try {
            return start.call();
        } catch (Exception e) {
            throw new IllegalStateException(type.getSimpleName() + " did not start", e);
        }
    }
}
