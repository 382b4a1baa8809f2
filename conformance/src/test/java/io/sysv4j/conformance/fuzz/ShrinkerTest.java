package io.sysv4j.conformance.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sysv4j.Ipc;
import io.sysv4j.law.Packed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  private static final long MILLIS = 60_000;

  private static Step getval(int semnum) {
    return new Step(0, new Call(Kind.GETVAL, 0, semnum));
  }

  @Test
  void shouldLeaveOnlyTheStepsThatMatter() throws InterruptedException {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      steps.add(getval(i));
    }
    Program small =
        Shrinker.shrink(
            new Program(1, steps),
            p -> p.steps().contains(getval(3)) && p.steps().contains(getval(77)),
            MILLIS);
    assertEquals(List.of(getval(3), getval(77)), small.steps());
  }

  @Test
  void shouldLeaveOnlyTheOperationsThatMatter() throws InterruptedException {
    long fault = Packed.pack(1, -1, 0);
    Call array =
        new Call(
            Kind.SEMOP,
            0,
            Wait.LONG.ordinal(),
            Packed.pack(0, 1, 0),
            Packed.pack(1, -2, Ipc.SEM_UNDO),
            Packed.pack(0, 0, 0));
    Program small =
        Shrinker.shrink(
            new Program(1, List.of(getval(0), new Step(2, array))),
            p ->
                p.steps().stream()
                    .anyMatch(s -> s.call().kind() == Kind.SEMOP && hasDecrement(s.call())),
            MILLIS);
    assertEquals(
        List.of(new Step(2, new Call(Kind.SEMOP, 0, Wait.SEMOP.ordinal(), fault))), small.steps());
  }

  private static boolean hasDecrement(Call semop) {
    for (long sop : semop.rest(2)) {
      if (Packed.semOp(sop) < 0) {
        return true;
      }
    }
    return false;
  }

  @Test
  void shouldLeaveOnlyTheObjectsThatMatter() throws InterruptedException {
    List<Step> steps = new ArrayList<>();
    for (int key = 1; key <= 3; key++) {
      steps.add(new Step(0, new Call(Kind.SEMGET, key, 1, 0)));
    }
    steps.add(new Step(0, new Call(Kind.GETALL, 2)));
    // Fails if something is asked of the last set that was made.
    Shrinker.Test test =
        p -> {
          long made = p.steps().stream().filter(s -> s.call().kind() == Kind.SEMGET).count();
          return p.steps().stream()
              .anyMatch(s -> s.call().kind() == Kind.GETALL && s.call().arg(0) == made - 1);
        };
    List<Step> small = Shrinker.shrink(new Program(1, steps), test, MILLIS).steps();
    assertEquals(2, small.size(), small.toString());
    assertEquals(new Call(Kind.GETALL, 0), small.get(1).call());
  }

  @Test
  void shouldKeepAProgramThatFailsOnlyAsItIs() throws InterruptedException {
    Program program = new Program(1, List.of(getval(0), getval(1), getval(2)));
    assertEquals(program, Shrinker.shrink(program, candidate -> candidate.equals(program), MILLIS));
  }
}
