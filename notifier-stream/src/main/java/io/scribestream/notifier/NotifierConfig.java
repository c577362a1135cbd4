package io.scribestream.notifier;

import io.scribestream.notifier.deciding.Signer;
import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.web.AddressGuard;
import java.util.List;

/**
 * How webhooks are sent.
 *
 * @param allowed servers that may be asked although they are not on the public internet, as {@code host:port}
 * @param threads webhooks that are sent at once
 */
public record NotifierConfig(Signer signer, List<String> allowed, int threads) {

    private static final int MOST_THREADS = 1_000;

    public NotifierConfig {
        allowed = List.copyOf(allowed);
    }

    /** Whether this server sends webhooks at all. */
    public static boolean isOn(Env env) {
        return env.isSet(Setting.SCRIBE_WEBHOOK_SECRETS);
    }

    /** @throws ConfigException naming the setting that is wrong or missing */
    public static NotifierConfig from(Env env) {
        return new NotifierConfig(
                signer(env),
                AddressGuard.allowed(env, Setting.SCRIBE_WEBHOOK_ALLOW),
                env.integer(Setting.SCRIBE_WEBHOOK_THREADS, 1, MOST_THREADS));
    }

    /** @throws ConfigException if the secrets are missing or none; they are not told again */
    public static Signer signer(Env env) {
        env.text(Setting.SCRIBE_WEBHOOK_SECRETS);
        try {
            return Signer.of(env.list(Setting.SCRIBE_WEBHOOK_SECRETS));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    Setting.SCRIBE_WEBHOOK_SECRETS + " holds something that is no secret: " + e.getMessage());
        }
    }
}
