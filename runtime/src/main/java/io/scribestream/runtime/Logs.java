package io.scribestream.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log lines of the whole process, to standard error: standard output belongs to transcripts. */
public final class Logs {

    public enum Format {
        /** A line for people: time, level, who, what, {@code key=value ...}, and whose request it was. */
        PLAIN,
        /** A JSON object a line. */
        JSON
    }

    /** One event is one line, whatever somebody's file name has in it. */
    private static final String PLAIN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} "
            + "%replace(%msg %kvp{NONE} %X){'\\s*[\\r\\n]+\\s*|\\s+$', ' '}%n%ex";

    /** The libraries below speak up only when something is wrong, unless we are debugged. */
    private static final String OURS = "io.scribestream";

    /** As {@code SCRIBE_LOG_FORMAT} and {@code SCRIBE_LOG_LEVEL} say. */
    public static void configure(Env env) {
        configure(
                env.choice(Setting.SCRIBE_LOG_FORMAT, Format.class),
                env.choice(Setting.SCRIBE_LOG_LEVEL, org.slf4j.event.Level.class));
    }

    /** Replaces all that was configured before; does nothing where logback is not what writes the logs. */
    public static void configure(Format format, org.slf4j.event.Level level) {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (!(factory instanceof LoggerContext context)) {
            return;
        }
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(format, context));
        appender.addFilter(new KnownHarmless());
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        Level ours = Level.convertAnSLF4JLevel(level);
        root.setLevel(ours.isGreaterOrEqual(Level.INFO) ? max(ours, Level.WARN) : Level.INFO);
        context.getLogger(OURS).setLevel(ours);
        Thread.setDefaultUncaughtExceptionHandler(Logs::threadDied);
    }

    /** Stream threads are missing here: what ended them was told and decided by {@link FaultPolicy}. */
    private static void threadDied(Thread thread, Throwable error) {
        if (!thread.getName().contains(StaticMembers.THREAD)) {
            LoggerFactory.getLogger(Logs.class)
                    .atError()
                    .addKeyValue("thread", thread.getName())
                    .setCause(error)
                    .log("a thread died");
        }
    }

    /** No log lines at all: for a command that speaks to a person in sentences of its own. */
    public static void silence() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        }
    }

    static Encoder<ILoggingEvent> encoder(Format format, LoggerContext context) {
        Encoder<ILoggingEvent> encoder =
                switch (format) {
                    case PLAIN -> plain();
                    case JSON -> new JsonLines();
                };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> plain() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(PLAIN);
        return encoder;
    }

    private static Level max(Level a, Level b) {
        return a.isGreaterOrEqual(b) ? a : b;
    }

    private Logs() {}
}
