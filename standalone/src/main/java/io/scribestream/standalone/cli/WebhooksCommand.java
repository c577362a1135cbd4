package io.scribestream.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.notifier.NotifierConfig;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The commands about webhooks: what became of them, and what they are signed with. */
@Command(
        name = "webhooks",
        description = "What became of webhooks, and the secrets that they are signed with.",
        subcommands = {WebhooksCommand.Listing.class, WebhooksCommand.Redeliver.class, WebhooksCommand.Secret.class})
final class WebhooksCommand implements Runnable {

    private static final Pattern ID = Pattern.compile("msg_[0-9a-f]{1,64}");

    @ParentCommand
    Scribe scribe;

    @Spec
    CommandSpec spec;

    /** @throws ParameterException always: one of its commands has to be named */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do with webhooks: list, redeliver or secret");
    }

    @Command(name = "list", description = "Lists those of the last week, the newest first.")
    static final class Listing extends ClientCommand {

        @Override
        void ask(Server running, Screen screen) {
            JsonNode webhooks = running.webhooks().path("webhooks");
            screen.print(out -> {
                for (JsonNode webhook : webhooks) {
                    out.write(String.format(
                            Locale.ROOT,
                            "%-36s  %-9s  %2d  %s  %-24s  %s  %s%n",
                            webhook.path("id").asText(),
                            webhook.path("state").asText(),
                            webhook.path("attempts").asInt(),
                            webhook.path("updated_at").asText(),
                            webhook.path("type").asText(),
                            webhook.path("url").asText(),
                            webhook.path("message").asText("")));
                }
            });
        }
    }

    @Command(
            name = "redeliver",
            description = "Sends one again, under the same id, also to an endpoint that wanted no more.")
    static final class Redeliver extends ClientCommand {

        @Parameters(paramLabel = "ID", description = "The webhook's id, as the list has it.")
        String id;

        @Override
        void ask(Server running, Screen screen) {
            if (!ID.matcher(id).matches()) {
                throw new ParameterException(
                        spec.commandLine(), "the id of a webhook is as in the list, msg_ and digits, not '" + id + "'");
            }
            JsonNode again = running.redeliver(id);
            screen.say(id + " is sent again to " + again.path("url").asText());
        }
    }

    /** Needs no server: a client's secret is made from the settings. */
    @Command(
            name = "secret",
            description = "Prints a new secret for SCRIBE_WEBHOOK_SECRETS; with --client, that client's own.",
            footer = {"", "Clients verify with their own; while the setting has several, each of its lines is good."})
    static final class Secret implements Callable<Integer> {

        private static final int BYTES = 32;

        @ParentCommand
        WebhooksCommand webhooks;

        @Option(names = "--client", paramLabel = "NAME", description = "Whose; without keys, it is 'default'.")
        @Nullable
        String client;

        @Override
        public Integer call() {
            Screen screen = webhooks.scribe.screen();
            if (client == null) {
                byte[] random = new byte[BYTES];
                new SecureRandom().nextBytes(random);
                screen.print("whsec_" + Base64.getEncoder().encodeToString(random) + "\n");
            } else {
                NotifierConfig.signer(webhooks.scribe.env())
                        .secretsOf(client)
                        .forEach(secret -> screen.print(secret + "\n"));
            }
            return ExitCodes.DONE;
        }
    }
}
