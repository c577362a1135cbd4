package io.scribestream.chunker;

import io.scribestream.runtime.ClientWeight;
import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of the work a client gets against the others while all of them wait: one with 2 gets twice as many chunks as
 * one with 1.
 *
 * @param byClient those that were said; every other client weighs 1
 */
record ClientWeights(Map<String, Double> byClient) implements ToDoubleFunction<String> {

    private static final Pattern ENTRY = Pattern.compile("([^=]+)=(\\d+(?:\\.\\d+)?)");

    ClientWeights {
        byClient = Map.copyOf(byClient);
    }

    /** @throws ConfigException naming the setting, where an entry is no weight or a client has two */
    static ClientWeights from(Env env) {
        Map<String, Double> weights = new HashMap<>();
        for (String entry : env.list(Setting.SCRIBE_CLIENT_WEIGHTS)) {
            Matcher matcher = ENTRY.matcher(entry);
            double weight = matcher.matches() ? Double.parseDouble(matcher.group(2)) : Double.NaN;
            if (!ClientWeight.isOne(weight)) {
                throw new ConfigException(Setting.SCRIBE_CLIENT_WEIGHTS + " has '" + entry
                        + "', but each entry has to be client=weight with a weight " + ClientWeight.RANGE);
            }
            if (weights.put(matcher.group(1).strip(), weight) != null) {
                throw new ConfigException(Setting.SCRIBE_CLIENT_WEIGHTS + " names the client '"
                        + matcher.group(1).strip() + "' twice");
            }
        }
        return new ClientWeights(weights);
    }

    @Override
    public double applyAsDouble(String client) {
        return byClient.getOrDefault(client, ClientWeight.USUAL);
    }
}
