package io.sysv4j.conformance.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  @Test
  void shouldMakeTheSameProgramFromTheSameSeed() {
    for (long seed = 0; seed < 50; seed++) {
      assertEquals(
          SingleGenerator.program(seed, 100, User.ROOT),
          SingleGenerator.program(seed, 100, User.ROOT));
      assertEquals(
          MultiGenerator.program(seed, 3, User.ROOT), MultiGenerator.program(seed, 3, User.ROOT));
    }
  }

  @Test
  void shouldUseEveryKindOfCall() {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (long seed = 0; seed < 300; seed++) {
      SingleGenerator.program(seed, 200, User.ROOT)
          .steps()
          .forEach(step -> kinds.add(step.call().kind()));
      MultiGenerator.program(seed, 3, User.ROOT)
          .steps()
          .forEach(step -> kinds.add(step.call().kind()));
    }
    assertTrue(kinds.containsAll(EnumSet.complementOf(EnumSet.of(Kind.TICK))), "only " + kinds);
  }

  @Test
  void shouldSendCallsWithoutLoss() throws IOException {
    for (Step step : SingleGenerator.program(1, 1000, User.ROOT).steps()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      step.call().write(new DataOutputStream(bytes));
      Call read = Call.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      assertEquals(step.call(), read);
      assertEquals(step.call().toString(), read.toString());
    }
  }
}
