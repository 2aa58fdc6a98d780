package dev.hub.load.dialect;

import io.netty.buffer.ByteBuf;

/** No protocol: a frame of the publisher goes to every subscriber as it is. Spoken by the floor and by the peer on {@code ws}. */
public record Plain() implements Dialect {
    @Override
    public String target(Role role) {
        return role == Role.PUBLISHER ? "/pub" : "/sub";
    }

    @Override
    public Dialogue begin(Role role, int number, Line line) {
        return new Dialogue() {
            @Override
            public void opened() {
                line.ready();
            }

            @Override
            public void received(ByteBuf bytes, int start, int length) {
                line.delivered(bytes, start, length);
            }
        };
    }

    @Override
    public byte[] publication(long id, byte[] payload) {
        return payload;
    }
}
