package io.scribestream.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.avro.KeyScope;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JwtCredentialsTest {

    private static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");

    private final RSAKey rsa = rsa("one");
    private final ECKey ec = ec();
    private HttpServer issuer;
    private JwtCredentials credentials;

    @BeforeEach
    void start() throws Exception {
        byte[] jwks = new JWKSet(List.of(rsa, ec)).toString(true).getBytes(StandardCharsets.UTF_8);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/jwks", exchange -> {
            exchange.sendResponseHeaders(200, jwks.length);
            exchange.getResponseBody().write(jwks);
            exchange.close();
        });
        issuer.start();
        URI url = URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/jwks");
        credentials = new JwtCredentials(
                new JwtConfig(url, "https://issuer", "scribe", Duration.ofMinutes(1)),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
    }

    @Test
    void knowsTheClientAndItsScopesByATokenOfEitherAlgorithm() throws Exception {
        Caller anna = new Caller("anna", Set.of(KeyScope.READ, KeyScope.TRANSCRIBE), Map.of());

        assertThat(credentials.caller(signed(JWSAlgorithm.RS256, "one", new RSASSASigner(rsa), good())))
                .hasValue(anna);
        assertThat(credentials.caller(signed(JWSAlgorithm.ES256, "two", new ECDSASigner(ec), good())))
                .hasValue(anna);
    }

    @Test
    void refusesEveryOtherAlgorithmWhateverTheTokenSays() throws Exception {
        byte[] publicKey = rsa.toRSAPublicKey().getEncoded();
        refuses(signed(JWSAlgorithm.HS256, "one", new MACSigner(publicKey), good()));
        refuses(signed(JWSAlgorithm.RS512, "one", new RSASSASigner(rsa), good()));
        refuses(signed(JWSAlgorithm.PS256, "one", new RSASSASigner(rsa), good()));
        refuses(new PlainJWT(good().build()).serialize());
    }

    @Test
    void refusesWhatAnotherSignedOrChanged() throws Exception {
        refuses(signed(JWSAlgorithm.RS256, "one", new RSASSASigner(rsa("one")), good()));
        refuses(signed(JWSAlgorithm.RS256, "three", new RSASSASigner(rsa("three")), good()));
        String[] mine = token(good()).split("\\.");
        String[] other = token(good().subject("bert")).split("\\.");
        refuses(mine[0] + "." + other[1] + "." + mine[2]);
        refuses(mine[0] + "." + mine[1] + ".");
        refuses("a.b.c");
    }

    @Test
    void refusesATokenForAnotherOrOfAnother() throws Exception {
        refuses(token(good().issuer("https://other")));
        refuses(token(good().audience("other")));
        refuses(token(good().issuer(null)));
        refuses(token(good().audience((String) null)));
        refuses(token(good().subject(null)));
        refuses(token(good().subject("a/b")));
        refuses(token(good().expirationTime(null)));
    }

    @Test
    void allowsForClocksThatDifferButNoMore() throws Exception {
        assertThat(credentials.caller(token(good().expirationTime(at(-59))))).isPresent();
        refuses(token(good().expirationTime(at(-61))));
        assertThat(credentials.caller(token(good().notBeforeTime(at(59))))).isPresent();
        refuses(token(good().notBeforeTime(at(61))));
    }

    @Test
    void takesNoScopeForGranted() throws Exception {
        assertThat(credentials.caller(token(good().claim("scope", "openid administrator unknown"))))
                .get()
                .extracting(Caller::scopes)
                .isEqualTo(Set.of());
        assertThat(credentials.caller(token(good().claim("scope", List.of("admin")))))
                .get()
                .extracting(Caller::scopes)
                .isEqualTo(Set.of());
    }

    @Test
    void doesNotSayThatATokenIsBadWhereItCannotKnow() throws Exception {
        issuer.stop(0);
        String token = token(good());

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> credentials.caller(token));
    }

    @Test
    void isSetUpWholeAndSafelyOrNotAtAll() {
        assertThat(JwtConfig.from(Env.of(Map.of()))).isEmpty();
        assertThat(JwtConfig.from(env("https://issuer/jwks", "scribe"))).isPresent();
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> JwtConfig.from(env("https://issuer/jwks", "")))
                .withMessageContaining("SCRIBE_JWT_AUDIENCE");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> JwtConfig.from(env("http://192.0.2.7/jwks", "scribe")))
                .withMessageContaining("SCRIBE_JWT_JWKS_URL");
    }

    private static Env env(String jwks, String audience) {
        return Env.of(Map.of(
                "SCRIBE_JWT_JWKS_URL", jwks, "SCRIBE_JWT_ISSUER", "https://issuer", "SCRIBE_JWT_AUDIENCE", audience));
    }

    private void refuses(String token) {
        assertThat(credentials.caller(token)).isEmpty();
    }

    @Test
    void knowsWithoutItsIssuerWhenATokenHasEnded() throws Exception {
        String token = token(good().expirationTime(at(-59)));
        assertThat(credentials.caller(token)).isPresent();
        issuer.stop(0);

        assertThat(credentials.isStillGood(token)).isTrue();
        assertThat(credentials.isStillGood(token(good().expirationTime(at(-60)))))
                .isFalse();
        assertThat(credentials.isStillGood("a.b.c")).isFalse();
    }

    private String token(JWTClaimsSet.Builder claims) throws Exception {
        return signed(JWSAlgorithm.RS256, "one", new RSASSASigner(rsa), claims);
    }

    private static String signed(JWSAlgorithm algorithm, String key, JWSSigner signer, JWTClaimsSet.Builder claims)
            throws Exception {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key).build(), claims.build());
        token.sign(signer);
        return token.serialize();
    }

    private static JWTClaimsSet.Builder good() {
        return new JWTClaimsSet.Builder()
                .issuer("https://issuer")
                .audience("scribe")
                .subject("anna")
                .claim("scope", "openid read transcribe")
                .expirationTime(at(300));
    }

    private static Date at(long seconds) {
        return Date.from(NOW.plusSeconds(seconds));
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static ECKey ec() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("two").generate();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
