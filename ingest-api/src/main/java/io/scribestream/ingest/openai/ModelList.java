package io.scribestream.ingest.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The models there are, as clients read them. */
public record ModelList(String object, List<ModelBody> data) {

    /** @param created always 0: nobody knows when a model was made from its file */
    public record ModelBody(String id, String object, long created, @JsonProperty("owned_by") String ownedBy) {}

    public static ModelList of(ModelNames names) {
        return new ModelList("list", names.all().stream().map(ModelList::one).toList());
    }

    public static ModelBody one(String name) {
        return new ModelBody(name, "model", 0, "scribestream");
    }
}
