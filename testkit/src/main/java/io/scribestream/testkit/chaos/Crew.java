package io.scribestream.testkit.chaos;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** All processes of a cluster. */
public final class Crew implements AutoCloseable {

    private final Map<String, Member> members = new LinkedHashMap<>();

    public Member add(Member member) {
        members.put(member.name(), member);
        return member;
    }

    public Member get(String name) {
        Member member = members.get(name);
        if (member == null) {
            throw new IllegalArgumentException("nobody is called " + name);
        }
        return member;
    }

    public Collection<Member> all() {
        return members.values();
    }

    /** Calls of the engine that may have to be done again when this one is struck: a broker that goes takes all along. */
    public int callsAtRisk(String name) {
        Member struck = get(name);
        return switch (struck.part()) {
            case TRANSCRIBER -> struck.lanes();
            case BROKER, REGISTRY ->
                members.values().stream().mapToInt(Member::lanes).sum();
            case CHUNKER, MERGER, API -> 0;
        };
    }

    void startAllThatAreDown() throws IOException {
        for (Member member : members.values()) {
            if (!member.process().isAlive()) {
                member.process().start();
            }
        }
    }

    @Override
    public void close() {
        members.values().forEach(member -> member.process().close());
    }
}
