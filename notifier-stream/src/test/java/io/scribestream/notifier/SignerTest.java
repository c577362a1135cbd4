package io.scribestream.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.notifier.deciding.Signer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignerTest {

    static final String OLD = secret('o');
    static final String NEW = secret('n');

    static String secret(char letter) {
        byte[] bytes = String.valueOf(letter).repeat(32).getBytes(StandardCharsets.UTF_8);
        return "whsec_" + Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void signsIdTimeAndBodyWithTheClientsOwnSecret() throws Exception {
        Signer signer = Signer.of(List.of(OLD));
        byte[] key = Base64.getDecoder().decode(signer.secretsOf("anna").get(0).substring(6));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String expected = Base64.getEncoder()
                .encodeToString(mac.doFinal("msg_1.1700000000.{\"a\":\"ä\"}".getBytes(StandardCharsets.UTF_8)));
        assertThat(signer.sign("anna", "msg_1", 1_700_000_000, "{\"a\":\"ä\"}")).isEqualTo("v1," + expected);
    }

    @Test
    void givesEveryClientAnotherSecretAndTheSameOneAgain() {
        Signer signer = Signer.of(List.of(OLD));
        assertThat(signer.secretsOf("anna")).isEqualTo(Signer.of(List.of(OLD)).secretsOf("anna"));
        assertThat(signer.secretsOf("anna")).isNotEqualTo(signer.secretsOf("bert"));
        assertThat(signer.secretsOf("anna").get(0)).startsWith("whsec_").isNotEqualTo(OLD);
    }

    @Test
    void signsWithEachSecretWhileOneIsExchangedForAnother() {
        String both = Signer.of(List.of(NEW, OLD)).sign("anna", "msg_1", 1, "{}");
        assertThat(both.split(" "))
                .containsExactly(
                        Signer.of(List.of(NEW)).sign("anna", "msg_1", 1, "{}"),
                        Signer.of(List.of(OLD)).sign("anna", "msg_1", 1, "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "whsec_c2hvcnQ=", "secret", "whsec_!!!"})
    void refusesWhatIsNoSecretWithoutTellingIt(String text) {
        assertThatThrownBy(() -> Signer.of(List.of(OLD, text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("each is whsec_ and 24 to 64 random bytes in base64");
        assertThatThrownBy(() -> Signer.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
