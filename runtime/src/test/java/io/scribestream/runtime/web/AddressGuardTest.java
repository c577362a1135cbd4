package io.scribestream.runtime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    private static AddressGuard resolvingTo(String... addresses) {
        return new AddressGuard(List.of("minio.internal:9000"), AddressGuardTest::refusal, host -> {
            InetAddress[] resolved = new InetAddress[addresses.length];
            for (int i = 0; i < addresses.length; i++) {
                resolved[i] = InetAddress.getByName(addresses[i]);
            }
            return resolved;
        });
    }

    private static RejectedException refusal(String why) {
        return new RejectedException(Reason.SOURCE_REFUSED, "Not to be asked: " + why);
    }

    private static void refuses(AddressGuard guard, String uri) {
        assertThatThrownBy(() -> guard.check(URI.create(uri)))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_REFUSED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93.184.215.14",
                "8.8.8.8",
                "172.32.0.1",
                "100.128.0.1",
                "2606:2800:21f:cb07::1",
                "2002:808:808::1"
            })
    void asksThePublicInternet(String address) throws UnknownHostException {
        assertThat(resolvingTo(address).check(URI.create("https://example.org/a.mp3")))
                .containsExactly(InetAddress.getByName(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "64:ff9b::7f00:1",
                "2001:db8::1",
                "2001:0:4136:e378::1",
                "2002:7f00:1::1",
                "2002:a00:1::1"
            })
    void asksNoMachinesOwnNorANetworksOwnAddress(String address) {
        refuses(resolvingTo(address), "http://innocent.example.org/a.mp3");
    }

    @Test
    void oneHiddenAddressAmongPublicOnesIsEnough() {
        refuses(resolvingTo("93.184.215.14", "169.254.169.254"), "https://example.org/a.mp3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/a",
                "file:///etc/passwd",
                "gopher://example.org/",
                "https:///a.mp3",
                "a.mp3",
                "http://user:secret@example.org/a.mp3",
                "http://example.org:22/a.mp3",
                "https://example.org:8443/a.mp3",
                "http://minio.internal:9001/a.mp3"
            })
    void asksNoOtherSchemesPortsNorWithPasswords(String uri) {
        refuses(resolvingTo("93.184.215.14"), uri);
    }

    /** As numbers, too: whatever way of writing Java understands is judged by what it means. */
    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/", "http://[::1]/", "http://[::ffff:a9fe:a9fe]/", "http://localhost/"})
    void literalsAreCheckedAsNamesAre(String uri) {
        refuses(new AddressGuard(List.of(), AddressGuardTest::refusal), uri);
    }

    @Test
    void theOperatorsOwnServersAreReachedWhereverTheyAre() throws UnknownHostException {
        assertThat(resolvingTo("10.0.0.7").check(URI.create("http://MinIO.internal:9000/a.mp3")))
                .containsExactly(InetAddress.getByName("10.0.0.7"));
    }

    @Test
    void aNameThatIsNotKnownMayBeLater() {
        AddressGuard guard = new AddressGuard(List.of(), AddressGuardTest::refusal, host -> {
            throw new UnknownHostException(host);
        });
        assertThatThrownBy(() -> guard.check(URI.create("https://example.org/")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("'example.org' is not known");
    }
}
