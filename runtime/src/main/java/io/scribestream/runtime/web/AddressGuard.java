package io.scribestream.runtime.web;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.UnavailableException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which addresses that others name may be asked: those of the public internet at the ports of the web, and what the operator
 * names. Everything else may be a service that trusts whoever can reach it. A name is resolved once; whoever connects
 * takes the addresses that were checked, since the next answer of a hostile name server may be another.
 */
public final class AddressGuard {

    private static final Set<Integer> WEB_PORTS = Set.of(80, 443);
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:/\\s]+):\\d{1,5}");

    private final Set<String> allowed;
    private final Refusal refusal;
    private final Resolver resolver;

    /** The name service; tests have their own. */
    @FunctionalInterface
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** What is said of an address that may not be asked. */
    @FunctionalInterface
    public interface Refusal {
        RejectedException because(String why);
    }

    /** @param allowed {@code host:port} as it stands in addresses, reached whatever it resolves to */
    public AddressGuard(List<String> allowed, Refusal refusal) {
        this(allowed, refusal, InetAddress::getAllByName);
    }

    public AddressGuard(List<String> allowed, Refusal refusal, Resolver resolver) {
        this.refusal = refusal;
        this.allowed = Set.copyOf(
                allowed.stream().map(entry -> entry.toLowerCase(Locale.ROOT)).toList());
        this.resolver = resolver;
    }

    /**
     * What an operator allows.
     *
     * @throws ConfigException if the setting does not hold servers, as {@code host:port}
     */
    public static List<String> allowed(Env env, Setting setting) {
        List<String> allowed = env.list(setting);
        for (String entry : allowed) {
            if (!HOST_AND_PORT.matcher(entry).matches()) {
                throw new ConfigException(setting + " has '" + entry
                        + "', but each entry has to be host:port, as in files.example.org:8443");
            }
        }
        return allowed;
    }

    /**
     * Where to connect for an address.
     *
     * @return at least one, all of them checked
     * @throws RejectedException if it may not be asked
     * @throws UnavailableException if its name cannot be resolved now
     */
    public List<InetAddress> check(URI uri) {
        String host = host(uri);
        int port = port(uri);
        boolean named = allowed.contains(host + ":" + port);
        if (!named && !WEB_PORTS.contains(port)) {
            throw refusal.because("the port " + port + " is none of the web's");
        }
        List<InetAddress> addresses = resolve(host);
        if (!named) {
            // One that may not be reached is enough: a name with both kinds is no accident.
            for (InetAddress address : addresses) {
                if (!isPublic(address)) {
                    throw refusal.because("'" + host + "' is not on the public internet");
                }
            }
        }
        return addresses;
    }

    private String host(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refusal.because("it is neither http nor https");
        }
        if (uri.getHost() == null) {
            throw refusal.because("it names no host");
        }
        if (uri.getUserInfo() != null) {
            throw refusal.because("it holds a user or a password");
        }
        return uri.getHost().toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private List<InetAddress> resolve(String host) {
        try {
            List<InetAddress> addresses = List.of(resolver.resolve(unbracketed(host)));
            if (addresses.isEmpty()) {
                throw new UnavailableException("the host '" + host + "' has no address");
            }
            return addresses;
        } catch (UnknownHostException e) {
            throw new UnavailableException("the host '" + host + "' is not known to the name service", e);
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whether an address is one that anybody on the internet can reach: none of a machine's, a network's or a provider's own. */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return isPublic4(bytes, 0);
        }
        return address instanceof Inet6Address && isPublic6(bytes);
    }

    /** RFC 6890's special blocks that Java has no name for. */
    private static boolean isPublic4(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        int second = bytes[at + 1] & 0xff;
        int third = bytes[at + 2] & 0xff;
        boolean thisNetwork = first == 0;
        boolean privateNetwork = first == 10 || first == 172 && (second & 0xf0) == 16 || first == 192 && second == 168;
        boolean loopback = first == 127;
        boolean linkLocal = first == 169 && second == 254;
        boolean sharedByProviders = first == 100 && (second & 0xc0) == 64;
        boolean protocols = first == 192 && second == 0 && (third == 0 || third == 2);
        boolean relay = first == 192 && second == 88 && third == 99;
        boolean benchmarking = first == 198 && (second & 0xfe) == 18;
        boolean documentation =
                first == 198 && second == 51 && third == 100 || first == 203 && second == 0 && third == 113;
        boolean reserved = first >= 224;
        return !(thisNetwork
                || privateNetwork
                || loopback
                || linkLocal
                || sharedByProviders
                || protocols
                || relay
                || benchmarking
                || documentation
                || reserved);
    }

    /** Global unicast alone, and of it nothing that only carries another address inside. */
    private static boolean isPublic6(byte[] bytes) {
        boolean globalUnicast = (bytes[0] & 0xe0) == 0x20;
        boolean teredo = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0;
        boolean documentation = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0d && (bytes[3] & 0xff) == 0xb8;
        boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
        return globalUnicast && !teredo && !documentation && (!sixToFour || isPublic4(bytes, 2));
    }
}
