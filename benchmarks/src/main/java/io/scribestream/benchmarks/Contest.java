package io.scribestream.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Lets several work in turns, so that what else the machine does falls on all of them alike. */
final class Contest {

    /** One turn; says how many seconds count. */
    @FunctionalInterface
    interface Turn {
        double take() throws Exception;
    }

    /** Who takes part, and the seconds of each of his turns. */
    private record Side(String name, Turn turn, List<Double> seconds) {}

    private final List<Side> sides = new ArrayList<>();

    Contest with(String name, Turn turn) {
        sides.add(new Side(name, turn, new ArrayList<>()));
        return this;
    }

    /** One turn of each that does not count, then all of them {@code rounds} times; figures are reported. */
    Contest run(Report report, int rounds) throws Exception {
        for (Side side : sides) {
            side.turn().take();
        }
        for (int round = 0; round < rounds; round++) {
            for (Side side : sides) {
                side.seconds().add(side.turn().take());
            }
        }
        sides.forEach(side -> report.figure(side.name() + ", s", Report.range(side.seconds())));
        return this;
    }

    /** The median of the ratios of each round. */
    double ratio(String one, String other) {
        List<Double> ones = seconds(one);
        List<Double> others = seconds(other);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ones.size(); round++) {
            ratios.add(ones.get(round) / others.get(round));
        }
        return Report.median(ratios);
    }

    double median(String name) {
        return Report.median(seconds(name));
    }

    private List<Double> seconds(String name) {
        return sides.stream()
                .filter(side -> side.name().equals(name))
                .findFirst()
                .orElseThrow()
                .seconds();
    }
}
