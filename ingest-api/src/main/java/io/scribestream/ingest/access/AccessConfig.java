package io.scribestream.ingest.access;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Who may ask.
 *
 * @param on whether every request needs a key
 */
public record AccessConfig(boolean on) {

    private enum Choice {
        AUTO,
        ON,
        OFF
    }

    /** @throws ConfigException naming the setting that is wrong */
    public static AccessConfig from(Env env) {
        return new AccessConfig(
                switch (env.choice(Setting.SCRIBE_AUTH, Choice.class)) {
                    case AUTO -> !isLoopback(env.text(Setting.SCRIBE_HTTP_HOST), Setting.SCRIBE_HTTP_HOST);
                    case ON -> true;
                    case OFF -> false;
                });
    }

    static boolean isLoopback(String host, Setting setting) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new ConfigException(setting + " names '" + host + "', which has no address here");
        }
    }
}
