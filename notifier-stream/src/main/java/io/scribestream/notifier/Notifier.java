package io.scribestream.notifier;

import io.scribestream.runtime.BreakerSet;
import io.scribestream.runtime.Flow;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.web.AddressGuard;
import io.scribestream.schemas.Reason;
import java.time.InstantSource;

/** The notifier, with what it sends by. */
public final class Notifier implements AutoCloseable {

    private final Courier courier;
    private final EndpointBreakers breakers = new EndpointBreakers(InstantSource.system());
    private final NotifierFlow flow;

    private Notifier(Courier courier) {
        this.courier = courier;
        this.flow = new NotifierFlow(courier, breakers, InstantSource.system());
    }

    public static Notifier create(NotifierConfig config) {
        return new Notifier(
                new Courier(guard(config), config.signer(), config.threads(), Courier.LONGEST, InstantSource.system()));
    }

    static AddressGuard guard(NotifierConfig config) {
        return new AddressGuard(config.allowed(), Notifier::refused);
    }

    /** How its endpoints stand that are not there. */
    public BreakerSet breakers() {
        return breakers;
    }

    /** To be run until before this is closed. */
    public Flow flow() {
        return flow;
    }

    @Override
    public void close() {
        courier.close();
    }

    private static RejectedException refused(String why) {
        return new RejectedException(Reason.INVALID_JOB, "the callback's address may not be asked: " + why);
    }
}
