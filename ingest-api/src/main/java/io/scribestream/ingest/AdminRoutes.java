package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.letters.DeadLetter;
import io.scribestream.ingest.letters.Letters;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator looks at and does: dead letters. Whose requests come this far is decided before. */
final class AdminRoutes implements RouteSet {

    static final String LETTERS = "/api/v1/admin/dead-letters";

    private static final Logger LOG = LoggerFactory.getLogger(AdminRoutes.class);
    private static final Pattern ID = Pattern.compile("\\d{1,9}-\\d{1,18}");
    private static final int LISTED = 1_000;

    private final Letters letters;

    AdminRoutes(Letters letters) {
        this.letters = letters;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(LETTERS, this::list);
        routes.get(LETTERS + "/{id}", this::show);
        routes.post(LETTERS + "/{id}/redrive", this::redrive);
        routes.delete(LETTERS + "/{id}", this::drop);
    }

    private void list(Context ctx) {
        List<LetterView> all =
                letters.newest(LISTED).stream().map(LetterView::of).toList();
        ctx.json(Map.of("dead_letters", all));
    }

    private void show(Context ctx) {
        DeadLetter letter = letter(ctx);
        Letters.Content content = letters.content(letter).orElseThrow(() -> unknown(letter.id()));
        ctx.json(LetterView.of(letter).with(content));
    }

    private void redrive(Context ctx) {
        DeadLetter letter = letter(ctx);
        letters.redrive(letter);
        LOG.atInfo()
                .addKeyValue("letter", letter.id())
                .addKeyValue("topic", letter.origin().topic())
                .log("dead letter sent back");
        ctx.json(LetterView.of(letter(ctx)));
    }

    private void drop(Context ctx) {
        DeadLetter letter = letter(ctx);
        letters.drop(letter);
        LOG.atInfo().addKeyValue("letter", letter.id()).log("dead letter dropped");
        ctx.json(LetterView.of(letter(ctx)));
    }

    private DeadLetter letter(Context ctx) {
        String id = ctx.pathParam("id");
        if (!ID.matcher(id).matches()) {
            throw new ProblemException(
                    400, "no_letter_id", "the id of a dead letter is its partition and offset, such as 0-17");
        }
        return letters.find(id).orElseThrow(() -> unknown(id));
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(404, "unknown_letter", "there is no dead letter " + id);
    }
}
