package io.sysv4j.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class PrivilegeTest {
  @Test
  void shouldSkipWithTheReasonWhatTheMachineRefuses() {
    List<String> refused = List.of("sh", "-c", "echo not for you; exit 1");

    TestAbortedException e =
        assertThrows(TestAbortedException.class, () -> Privilege.require("rights", refused));

    assertTrue(e.getMessage().contains("needs rights: not for you"), e::getMessage);
  }

  @Test
  void shouldSkipWhatNeedsAProgramThatIsMissing() {
    List<String> missing = List.of("sysv4j-no-such-program");

    assertThrows(TestAbortedException.class, () -> Privilege.require("a program", missing));
  }

  @Test
  void shouldLetPassWhatTheMachineAllows() {
    Privilege.require("nothing", List.of("env"));
  }
}
