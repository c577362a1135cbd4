package io.scribestream.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands about dead letters of a running server on this machine. */
@Command(
        name = "dead-letters",
        description = "Records that a server could not process: lists, shows, sends back or drops them.",
        subcommands = {
            LettersCommand.Listing.class,
            LettersCommand.Show.class,
            LettersCommand.Redrive.class,
            LettersCommand.Drop.class
        })
final class LettersCommand implements Runnable {

    @Spec
    CommandSpec spec;

    /** @throws ParameterException always: one of its commands has to be named */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do with the dead letters: list, show, redrive or drop");
    }

    /** One letter, named by its partition and offset. */
    abstract static class OnOne extends ClientCommand {

        private static final Pattern LETTER = Pattern.compile("\\d{1,9}-\\d{1,18}");

        @Parameters(paramLabel = "ID", description = "The letter's id, as the list has it.")
        String id;

        @Override
        final void ask(Server running, Screen screen) {
            if (!LETTER.matcher(id).matches()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "the id of a dead letter is its partition and offset, such as 0-17, which '" + id + "' is not");
            }
            askAbout(id, running, screen);
        }

        abstract void askAbout(String letter, Server running, Screen screen);
    }

    @Command(name = "list", description = "Lists the newest, newest first.")
    static final class Listing extends ClientCommand {

        @Override
        void ask(Server running, Screen screen) {
            JsonNode letters = running.letters().path("dead_letters");
            screen.print(out -> {
                for (JsonNode letter : letters) {
                    out.write(String.format(
                            Locale.ROOT,
                            "%-8s  %-8s  %s  %s/%d/%d  %s  %s: %s%n",
                            letter.path("id").asText(),
                            letter.path("state").asText(),
                            letter.path("at").asText(),
                            letter.path("topic").asText(),
                            letter.path("partition").asInt(),
                            letter.path("offset").asLong(),
                            letter.path("key").asText("-"),
                            shortName(letter.path("error").asText()),
                            line(letter.path("message").asText())));
                }
            });
        }

        private static String shortName(String type) {
            return type.substring(type.lastIndexOf('.') + 1);
        }

        private static String line(String text) {
            return text.replaceAll("\\s+", " ");
        }
    }

    @Command(name = "show", description = "Shows all about one but its bytes.")
    static final class Show extends OnOne {
        @Override
        void askAbout(String letter, Server running, Screen screen) {
            JsonNode shown = running.letter(letter);
            if (shown instanceof ObjectNode all) {
                all.remove("value"); // up to a million characters; the API gives them
            }
            screen.print(shown.toPrettyString() + "\n");
        }
    }

    @Command(
            name = "redrive",
            description = "Sends one back to the topic it came from; what was wrong with it should be mended first.")
    static final class Redrive extends OnOne {
        @Override
        void askAbout(String letter, Server running, Screen screen) {
            JsonNode back = running.redriveLetter(letter);
            screen.say(letter + " was sent back to " + back.path("topic").asText());
        }
    }

    @Command(name = "drop", description = "Remembers that nobody wants it.")
    static final class Drop extends OnOne {
        @Override
        void askAbout(String letter, Server running, Screen screen) {
            running.dropLetter(letter);
            screen.say(letter + " was dropped");
        }
    }
}
