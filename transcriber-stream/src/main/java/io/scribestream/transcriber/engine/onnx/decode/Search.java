package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.model.LanguageModel;
import io.scribestream.transcriber.engine.onnx.model.Row;
import io.scribestream.transcriber.engine.onnx.text.Tokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for the text of a chunk in some rows of the batch. After each step it first chooses, then changes its rows: what
 * rows say is gone as soon as any of them is changed, another chunk's too.
 */
final class Search {

    private final Strategy strategy;
    private final int longest;
    private final List<Said> ended = new ArrayList<>();
    private final Set<Row> rows = new HashSet<>();
    private List<Branch> branches;
    private List<Branch> chosen = List.of();
    private int[] given = {};
    private int fed;

    /**
     * @param longest the most tokens of a text
     * @param row in which nothing was said yet; this search's from now on
     */
    Search(Strategy strategy, Tokens ids, int longest, Row row) {
        this.strategy = strategy;
        this.longest = longest;
        this.branches = List.of(new Branch(row, Said.nothing(ids)));
        this.rows.add(row);
    }

    /** Tokens that come before the text, one a step, whatever the model would say. */
    void give(int[] tokens) {
        given = tokens;
    }

    /** Chooses what comes next, from the rows' logits. */
    void look() {
        if (fed < given.length) {
            fed++;
        }
        if (fed == given.length) {
            chosen = strategy.next(branches);
        }
    }

    /** Lets rows go and splits others, as was chosen. */
    void act(LanguageModel model) {
        if (chosen.isEmpty()) {
            return;
        }
        List<Branch> going = new ArrayList<>();
        for (Branch branch : chosen) {
            if (branch.said().ended() || branch.said().size() >= longest) {
                ended.add(branch.said());
            } else {
                going.add(branch);
            }
        }
        if (ended.size() >= strategy.width()) {
            going.clear();
        }
        chosen = List.of();
        branches = settle(model, going);
    }

    /** Rows that nobody goes on with leave first, so that there is room to split the others. */
    private List<Branch> settle(LanguageModel model, List<Branch> going) {
        Set<Row> needed = new HashSet<>();
        going.forEach(branch -> needed.add(branch.row()));
        for (Row row : List.copyOf(rows)) {
            if (!needed.contains(row)) {
                leave(model, row);
            }
        }
        List<Branch> settled = new ArrayList<>();
        for (Branch branch : going) {
            boolean free = needed.remove(branch.row());
            settled.add(free ? branch : new Branch(fork(model, branch.row()), branch.said()));
        }
        return settled;
    }

    private Row fork(LanguageModel model, Row row) {
        Row forked = model.fork(row);
        rows.add(forked);
        return forked;
    }

    private void leave(LanguageModel model, Row row) {
        rows.remove(row);
        model.leave(row);
    }

    /** Lets all rows go, whatever state the search is in. */
    void release(LanguageModel model) {
        List.copyOf(rows).forEach(row -> leave(model, row));
    }

    boolean hasEnded() {
        return branches.isEmpty();
    }

    /** Adds the rows that live, and the token each is to be given next; none once the search has ended. */
    void addTo(Step step) {
        for (Branch branch : branches) {
            step.add(
                    branch.row(),
                    fed < given.length ? given[fed] : branch.said().lastToken());
        }
    }

    /** The likeliest text, its length set aside; ask once the search has ended. */
    Said best() {
        return ended.stream()
                .max(Comparator.comparingDouble(Said::meanLogProbability))
                .orElseThrow();
    }
}
