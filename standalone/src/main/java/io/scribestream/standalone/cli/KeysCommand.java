package io.scribestream.standalone.cli;

import io.scribestream.ingest.access.IssuedKey;
import io.scribestream.ingest.access.KeyDirectory;
import io.scribestream.ingest.access.KeyRequest;
import io.scribestream.ingest.access.Keys;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.avro.ClientKey;
import io.scribestream.schemas.avro.KeyScope;
import io.scribestream.schemas.registry.HttpSchemaRegistry;
import io.scribestream.standalone.KeyRoom;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * Keys, by way of their topic: whoever may write to Kafka may make a key, so the first one needs no other. The broker and
 * the registry are those of the settings, by default those of {@code scribe serve} on this machine.
 */
@Command(
        name = "keys",
        description = "Makes, lists and revokes the keys that clients ask the API with.",
        subcommands = {KeysCommand.Create.class, KeysCommand.Listing.class, KeysCommand.Revoke.class})
final class KeysCommand implements Runnable {

    @ParentCommand
    Scribe scribe;

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(scribe.screen().err());
    }

    private abstract static class Part implements Callable<Integer> {

        @ParentCommand
        KeysCommand keysCommand;

        @Spec
        CommandSpec spec;

        @Override
        public final Integer call() {
            Env env = keysCommand.scribe.env();
            Wire wire = new Wire(new HttpSchemaRegistry(env.uris(Setting.SCHEMA_REGISTRY_URL)));
            try (KeyRoom room = KeyRoom.open(RuntimeConfig.from(env), wire)) {
                return run(room.keys(), keysCommand.scribe.screen());
            }
        }

        abstract int run(Keys keys, Screen screen);
    }

    @Command(name = "create", description = "Makes a key and prints it, once; nobody can show it again.")
    static final class Create extends Part {

        @Option(names = "--client", required = true, paramLabel = "NAME", description = "Whose it is.")
        String client;

        @Option(names = "--name", paramLabel = "TEXT", defaultValue = "", description = "What it is for.")
        String name;

        @Option(
                names = "--scope",
                paramLabel = "SCOPE",
                split = ",",
                defaultValue = "transcribe,read",
                description = "transcribe, read and admin, with commas between them (${DEFAULT-VALUE}).")
        List<String> scopes;

        @Option(
                names = "--limit",
                paramLabel = "WINDOW=N",
                description =
                        "A limit of its own, such as transcribe-hour=500, waiting-jobs=20 or audio-minutes-day=600; may be"
                                + " given several times.")
        Map<String, Integer> limits = new LinkedHashMap<>();

        @Option(
                names = "--weight",
                paramLabel = "N",
                defaultValue = "0",
                description = "The client's share of the work against the others', 0.01 to 100; 1 where nobody says"
                        + " anything. The heaviest of its keys counts.")
        double weight;

        @Override
        int run(Keys keys, Screen screen) {
            IssuedKey key = keys.create(request());
            screen.print(key.text() + "\n");
            screen.say("key " + key.id() + " of " + client + "; this is the only time that it is shown");
            return ExitCodes.DONE;
        }

        private KeyRequest request() {
            try {
                Set<KeyScope> wanted = EnumSet.noneOf(KeyScope.class);
                scopes.forEach(scope -> wanted.add(KeyRequest.scope(scope.strip())));
                return new KeyRequest(client, name, wanted, limits, weight);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
        }
    }

    @Command(name = "list", description = "Lists all keys, the oldest first; those that were revoked too.")
    static final class Listing extends Part {

        @Override
        int run(Keys keys, Screen screen) {
            screen.print(out -> {
                for (ClientKey key : keys.all()) {
                    out.write(String.format(
                            Locale.ROOT,
                            "%-12s  %-8s  %-20s  %-24s  %s%n",
                            key.getKeyId(),
                            KeyDirectory.isRevoked(key) ? "revoked" : "good",
                            key.getClient(),
                            key.getScopes().stream()
                                    .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(",")),
                            key.getName()));
                }
            });
            return ExitCodes.DONE;
        }
    }

    @Command(name = "revoke", description = "Ends a key: within a second nobody can ask with it any more.")
    static final class Revoke extends Part {

        @Parameters(paramLabel = "ID", description = "The key's id, as 'scribe keys list' shows it.")
        String id;

        @Override
        int run(Keys keys, Screen screen) {
            Optional<ClientKey> revoked = keys.revoke(id);
            screen.say(revoked.isPresent() ? "key " + id + " is revoked" : "there is no key with the id '" + id + "'");
            return revoked.isPresent() ? ExitCodes.DONE : ExitCodes.WRONG_USE;
        }
    }
}
