package io.scribestream.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a client takes: the {@code Accept} of RFC 9110. */
record Accept(List<Range> ranges) {

    /**
     * @param type a media type, {@code text/*} or {@code *}{@code /*}, in lower case
     * @param quality 0 to 1; 0 for what is not taken
     */
    record Range(String type, double quality) {

        /** 0 where it does not match; the more of it is said, the more. */
        private int fits(String mediaType) {
            if (type.equals(mediaType)) {
                return 3;
            }
            if (type.endsWith("/*") && mediaType.startsWith(type.substring(0, type.length() - 1))) {
                return 2;
            }
            return type.equals("*/*") ? 1 : 0;
        }
    }

    /** Parts that are none are passed over; nothing at all takes everything. */
    static Accept parse(String header) {
        List<Range> ranges = new ArrayList<>();
        for (String part : header.split(",")) {
            String[] pieces = part.split(";");
            String type = pieces[0].strip().toLowerCase(Locale.ROOT);
            if (type.indexOf('/') > 0) {
                ranges.add(new Range(type, quality(pieces)));
            }
        }
        return new Accept(ranges.isEmpty() ? List.of(new Range("*/*", 1)) : ranges);
    }

    /**
     * The one that the client likes best, the first of several.
     *
     * @param mediaTypes without parameters, in the order of the server's liking
     * @return an index; empty where the client takes none of them
     */
    Optional<Integer> best(List<String> mediaTypes) {
        Optional<Integer> best = Optional.empty();
        double most = 0;
        for (int i = 0; i < mediaTypes.size(); i++) {
            double quality = quality(mediaTypes.get(i));
            if (quality > most) {
                most = quality;
                best = Optional.of(i);
            }
        }
        return best;
    }

    private double quality(String mediaType) {
        int most = 0;
        double quality = 0;
        for (Range range : ranges) {
            int fits = range.fits(mediaType);
            if (fits > most) {
                most = fits;
                quality = range.quality();
            }
        }
        return quality;
    }

    private static double quality(String[] pieces) {
        for (int i = 1; i < pieces.length; i++) {
            String parameter = pieces[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                try {
                    return Math.max(0, Math.min(1, Double.parseDouble(parameter.substring(2))));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
