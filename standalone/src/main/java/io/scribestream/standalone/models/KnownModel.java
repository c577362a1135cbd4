package io.scribestream.standalone.models;

import java.util.List;

/**
 * A published ggml model that may be asked for by name.
 *
 * @param name as on the command line: {@code small}
 * @param bytes its size
 * @param sha256 of the file as published, lower-case hex
 */
public record KnownModel(String name, long bytes, String sha256) {

    private static final List<KnownModel> ALL = List.of(
            model("tiny", 77_691_713L, "be07e048e1e599ad46341c8d2a135645097a538221678b7acdd1b1919c6e1b21"),
            model("tiny.en", 77_704_715L, "921e4cf8686fdd993dcd081a5da5b6c365bfde1162e72b08d75ac75289920b1f"),
            model("tiny-q8_0", 43_537_433L, "c2085835d3f50733e2ff6e4b41ae8a2b8d8110461e18821b09a15c40c42d1cca"),
            model("tiny.en-q8_0", 43_550_795L, "5bc2b3860aa151a4c6e7bb095e1fcce7cf12c7b020ca08dcec0c6d018bb7dd94"),
            model("base", 147_951_465L, "60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe"),
            model("base.en", 147_964_211L, "a03779c86df3323075f5e796cb2ce5029f00ec8869eee3fdfb897afe36c6d002"),
            model("base.en-q8_0", 81_781_811L, "a4d4a0768075e13cfd7e19df3ae2dbc4a68d37d36a7dad45e8410c9a34f8c87e"),
            model("small", 487_601_967L, "1be3a9b2063867b937e64e2ec7483364a79917e157fa98c5d94b5c1fffea987b"),
            model("small.en", 487_614_201L, "c6138d6d58ecc8322097e0f987c32f1be8bb0a18532a3f88f734d1bbf9c41e5d"),
            model("small.en-q8_0", 264_477_561L, "67a179f608ea6114bd3fdb9060e762b588a3fb3bd00c4387971be4d177958067"),
            model("medium", 1_533_763_059L, "6c14d5adee5f86394037b4e4e8b59f1673b6cee10e3cf0b11bbdbee79c156208"),
            model("large-v3", 3_095_033_483L, "64d182b440b98d5203c4f9bd541544d84c605196c4f7b845dfa11fb23594d1e2"),
            model("large-v3-q5_0", 1_081_140_203L, "d75795ecff3f83b5faa89d1900604ad8c780abd5739fae406de19f23ecd98ad1"),
            model("large-v3-turbo", 1_624_555_275L, "1fc70f774d38eb169993ac391eea357ef47c88757ef72ee5943879b7e8e2bc69"),
            model(
                    "large-v3-turbo-q5_0",
                    574_041_195L,
                    "394221709cd5ad1f40c46e6031ca61bce88931e6e088c188294c6d5a55ffa7e2"),
            model(
                    "large-v3-turbo-q8_0",
                    874_188_075L,
                    "317eb69c11673c9de1e1f0d459b253999804ec71ac4c23c17ecf5fbe24e259a1"));

    /** All that can be asked for by name, small ones first. */
    public static List<KnownModel> all() {
        return ALL;
    }

    /** The name of its file, here and where it is published. */
    public String fileName() {
        return "ggml-" + name + ".bin";
    }

    private static KnownModel model(String name, long bytes, String sha256) {
        return new KnownModel(name, bytes, sha256);
    }
}
