package io.scribestream.testkit.chaos;

import io.scribestream.testkit.chaos.Strike.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What is done to whom and when, drawn from a seed: the same seed gives the same plan. */
public final class Plan {

    /** So many strikes fall into the recovery from the one before. */
    private static final double INTO_RECOVERY = 0.7;

    private static final int LONGEST_GAP_MILLIS = 3_000;
    private static final int LONGEST_DOWN_MILLIS = 1_500;

    /** Longer than a session: the group notices. */
    private static final double GROUP_NOTICES = 0.08;

    private static final int GROUP_NOTICES_MILLIS = 11_000;
    private static final int MORE_MILLIS = 4_000;

    /** Beside a hundred kills. */
    private static final int PAUSES = 25;

    private static final int RESTARTS = 10;

    private final Random random;
    private final List<String> targets = new ArrayList<>();

    private Plan(long seed, Map<String, Integer> weights) {
        random = new Random(seed);
        new TreeMap<>(weights).forEach((target, weight) -> targets.addAll(Collections.nCopies(weight, target)));
    }

    /**
     * @param kills so many of {@link Kind#KILL}; pauses and restarts come on top
     * @param weights how often each target is struck, against the others
     */
    public static List<Strike> of(long seed, int kills, Map<String, Integer> weights) {
        Plan plan = new Plan(seed, weights);
        List<Strike> strikes = new ArrayList<>();
        int killed = 0;
        while (killed < kills) {
            Strike strike = plan.next();
            strikes.add(strike);
            killed += strike.kind() == Kind.KILL ? 1 : 0;
        }
        return strikes;
    }

    private Strike next() {
        return new Strike(
                kind(),
                targets.get(random.nextInt(targets.size())),
                random.nextDouble() >= INTO_RECOVERY,
                random.nextInt(LONGEST_GAP_MILLIS),
                down());
    }

    private Kind kind() {
        int drawn = random.nextInt(100 + PAUSES + RESTARTS);
        if (drawn < 100) {
            return Kind.KILL;
        }
        return drawn < 100 + PAUSES ? Kind.PAUSE : Kind.RESTART;
    }

    private int down() {
        return random.nextDouble() < GROUP_NOTICES
                ? GROUP_NOTICES_MILLIS + random.nextInt(MORE_MILLIS)
                : random.nextInt(LONGEST_DOWN_MILLIS);
    }
}
