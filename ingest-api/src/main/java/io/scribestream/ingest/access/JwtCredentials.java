package io.scribestream.ingest.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.avro.KeyScope;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens (RFC 7519) of one issuer: signed with RS256 or ES256 by a key of its JWKS, and with no other algorithm, whatever a
 * token says of itself. The client is {@code sub}, the scopes are in {@code scope} with blanks between them; other scopes
 * there are somebody else's.
 */
public final class JwtCredentials implements Credentials {

    private static final Logger LOG = LoggerFactory.getLogger(JwtCredentials.class);
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
    private static final int LONGEST = 8192;
    private static final int TIMEOUT_MILLIS = 2000;
    private static final int LARGEST_JWKS = 256 * 1024;
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

    private final DefaultJWTProcessor<SecurityContext> tokens = new DefaultJWTProcessor<>();
    private final JwtConfig config;
    private final Clock clock;

    public JwtCredentials(JwtConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        tokens.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(config)));
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(
                        // It is asked whether it holds null, for a token for nobody, which Set.of does not suffer.
                        new HashSet<>(Set.of(config.audience())),
                        new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
                        Set.of("sub", "exp"),
                        Set.of()) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        claims.setMaxClockSkew((int) config.skew().toSeconds());
        tokens.setJWTClaimsSetVerifier(claims);
    }

    /** Fetched when first needed and kept for minutes; a key that is not known is asked for, but not by every token. */
    private static JWKSource<SecurityContext> keys(JwtConfig config) {
        try {
            return JWKSourceBuilder.<SecurityContext>create(
                            config.jwks().toURL(),
                            new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, LARGEST_JWKS))
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("checked before", e);
        }
    }

    @Override
    public Optional<Caller> caller(String presented) {
        if (presented.length() > LONGEST || !FORM.matcher(presented).matches()) {
            return Optional.empty();
        }
        try {
            JWTClaimsSet claims = tokens.process(presented, null);
            @Nullable String client = claims.getSubject();
            if (client == null || !KeyRequest.isClient(client)) {
                return Optional.empty();
            }
            return Optional.of(new Caller(client, scopes(claims.getClaim("scope")), Map.of()));
        } catch (RateLimitReachedException e) {
            return refused(e); // The keys were asked for a moment ago, and the token's was not among them.
        } catch (KeySourceException e) {
            throw new UnavailableException("the keys of the tokens' issuer cannot be had", e);
        } catch (BadJOSEException | JOSEException | ParseException e) {
            return refused(e);
        }
    }

    /** A token cannot be taken back; it ends by itself. Its issuer is not asked. */
    @Override
    public boolean isStillGood(String presented) {
        try {
            @Nullable Date end = JWTParser.parse(presented).getJWTClaimsSet().getExpirationTime();
            return end != null && clock.instant().isBefore(end.toInstant().plus(config.skew()));
        } catch (ParseException e) {
            return false;
        }
    }

    /** The library's sentences say what was wrong, and never have the token in them. */
    private static Optional<Caller> refused(Exception why) {
        LOG.atDebug().addKeyValue("reason", why.getMessage()).log("a token was refused");
        return Optional.empty();
    }

    private static Set<KeyScope> scopes(@Nullable Object claim) {
        Set<KeyScope> scopes = EnumSet.noneOf(KeyScope.class);
        String text = claim instanceof String said ? said : "";
        for (String word : text.split(" ", -1)) {
            Arrays.stream(KeyScope.values())
                    .filter(scope -> scope != KeyScope.UNKNOWN && scope.name().equalsIgnoreCase(word))
                    .forEach(scopes::add);
        }
        return scopes;
    }
}
