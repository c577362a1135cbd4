package io.scribestream.transcriber.engine.probe;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** Ends its own process with an instruction that no x86-64 processor has, as a library for another one would. */
final class IllegalInstruction {

    private static final int READ_WRITE_EXECUTE = 7;
    private static final int PRIVATE_ANONYMOUS = 0x22;

    private IllegalInstruction() {}

    public static void main(String[] args) {
        Pointer page = NativeLibrary.getInstance("c")
                .getFunction("mmap")
                .invokePointer(new Object[] {null, 4096L, READ_WRITE_EXECUTE, PRIVATE_ANONYMOUS, -1, 0L});
        page.setByte(0, (byte) 0x0F);
        page.setByte(1, (byte) 0x0B);
        Function.getFunction(page).invokeVoid(new Object[0]);
    }
}
