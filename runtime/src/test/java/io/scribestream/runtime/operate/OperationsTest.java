package io.scribestream.runtime.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.avro.OperatorOrder;
import io.scribestream.schemas.avro.OrderType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationsTest {

    private final Guards guards = new Guards(GuardConfig.from(Env.of(Map.of())));
    private final Operations operations = new Operations(List.of(), List.of(guards));

    @Test
    void carriesOutTheNewestOrderAboutEachThing() {
        operations.take(order(OrderType.OPEN_BREAKER, "engine"));
        operations.take(order(OrderType.OPEN_BREAKER, "printer"));
        operations.take(order(OrderType.PAUSE, "chunker"));
        operations.take(order(OrderType.PAUSE, "merger"));
        operations.take(order(OrderType.RESET_BREAKER, "engine"));
        operations.take(order(OrderType.RESUME, "merger"));

        assertThat(operations.forcedOpen()).containsExactly("printer");
        assertThat(operations.paused()).containsExactly("chunker");
        assertThat(guards.call("engine", () -> "works")).isEqualTo("works");
        assertThatThrownBy(() -> guards.call("printer", () -> "works")).isInstanceOf(UnavailableException.class);
    }

    @Test
    void passesOverAnOrderOfALaterVersion() {
        operations.take(order(OrderType.UNKNOWN, "engine"));

        assertThat(operations.forcedOpen()).isEmpty();
        assertThat(operations.paused()).isEmpty();
    }

    @Test
    void ordersAboutTheSameThingReplaceEachOther() {
        assertThat(Operations.key(order(OrderType.PAUSE, "chunker")))
                .isEqualTo(Operations.key(order(OrderType.RESUME, "chunker")))
                .isNotEqualTo(Operations.key(order(OrderType.PAUSE, "merger")))
                .isNotEqualTo(Operations.key(order(OrderType.OPEN_BREAKER, "chunker")));
    }

    private static OperatorOrder order(OrderType type, String target) {
        return OperatorOrder.newBuilder().setOrder(type).setTarget(target).build();
    }
}
