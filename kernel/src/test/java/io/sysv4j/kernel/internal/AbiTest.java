package io.sysv4j.kernel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AbiTest {
  @Test
  void shouldKnowTheMachinesOfLinux() {
    assertSame(Abi.X86_64, Abi.of("Linux", "amd64"));
    assertSame(Abi.AARCH64, Abi.of("Linux", "aarch64"));
  }

  @Test
  void shouldSayWhatItNeedsElsewhere() {
    String message =
        assertThrows(UnsupportedOperationException.class, () -> Abi.of("Windows 11", "amd64"))
            .getMessage();
    assertTrue(message.contains("needs Linux on x86-64 or aarch64"), message);
    assertTrue(message.contains("Windows 11 on amd64"), message);
    assertThrows(UnsupportedOperationException.class, () -> Abi.of("Linux", "riscv64"));
  }

  /** semid64_ds of asm/sembuf.h (x86-64) and asm-generic/sembuf.h (aarch64). */
  @Test
  void shouldKnowWhereTheTimesAre() {
    assertEquals(64, Abi.X86_64.semCtimeOffset);
    assertEquals(80, Abi.X86_64.semNsemsOffset);
    assertEquals(56, Abi.AARCH64.semCtimeOffset);
    assertEquals(64, Abi.AARCH64.semNsemsOffset);
  }
}
