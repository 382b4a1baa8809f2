package io.sysv4j.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.Sembuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The planner against the naive set, and the answers that Linux itself gave. */
@Domain(PlannerArbitraries.class)
@Domain(DomainContext.Global.class)
class SemopPlannerTest {
  private final SemopPlanner planner = new SemopPlanner();

  @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
  void shouldDecideAsTheNaiveSet(@ForAll NaiveSet set, @ForAll List<Sembuf> sops) {
    NaiveSet planned = set.copy();
    NaiveSet.Answer expected = set.semop(sops);
    NaiveSet.Answer answer = planned.semop(planner, sops);
    assertEquals(expected.what(), answer.what());
    if (!expected.what().equals("ERANGE")) {
      assertEquals(expected.op(), answer.op());
    }
    assertEquals(set, planned);
  }

  /** The last column is the answer, with the deciding operation. */
  @ParameterizedTest
  @CsvSource({
    "0, +1 -1,            done",
    "0, -1 +1,            sleep 0",
    "0, 0 +1 -1 0,        done",
    "0, +1 0,             sleep 1",
    "0, +32767 -1 +2 -1,  ERANGE",
    "1, +32767 -2,        ERANGE",
    "1, -2 +32767,        sleep 0",
    "0, -32768,           sleep 0",
    "32767, -32768,       sleep 0",
    "32767, +1,           ERANGE",
    "0, 0 -1,             sleep 1",
    "1, 0 -1,             sleep 0",
    "0, -1n,              EAGAIN 0",
    "0, 0n -1,            sleep 1",
    "0, +1 -2n,           EAGAIN 1",
    "1, 0 -1n,            sleep 0",
    "0, +32767u,          done",
    "5, -1u -1u +2u,      done"
  })
  void shouldAnswerAsLinuxDid(int value, String array, String answer) {
    List<Sembuf> sops = new ArrayList<>();
    for (String op : array.split(" ")) {
      int flags = op.endsWith("u") ? Ipc.SEM_UNDO : op.endsWith("n") ? Ipc.IPC_NOWAIT : 0;
      sops.add(new Sembuf(0, Integer.parseInt(op.replaceAll("[un]", "")), flags));
    }
    NaiveSet set = new NaiveSet(List.of(value), List.of(0));
    NaiveSet.Answer given = set.semop(planner, sops);
    assertEquals(answer, given.op() < 0 ? given.what() : given.what() + " " + given.op());
  }

  @ParameterizedTest
  @CsvSource({
    "-32767, 1, done",
    "-32768, 1, ERANGE",
    "32767, -1, ERANGE",
    "32766, -1, done",
    "32767, 0, done"
  })
  void shouldKeepAdjustmentsInRange(int semadj, int op, String answer) {
    NaiveSet set = new NaiveSet(List.of(op == 0 ? 0 : 5), List.of(semadj));
    assertEquals(answer, set.semop(planner, List.of(Sembuf.undo(0, op))).what());
    assertEquals(answer.equals("done") ? semadj - op : semadj, set.semadj(0));
  }

  @ParameterizedTest
  @CsvSource({"1", "4", "5", "500"})
  void shouldPlanArraysOfEveryLength(int nsops) {
    NaiveSet set = new NaiveSet(Collections.nCopies(nsops, 1), Collections.nCopies(nsops, 0));
    List<Sembuf> sops = new ArrayList<>();
    for (int i = 0; i < nsops; i++) {
      sops.add(Sembuf.undo(i, -1));
    }
    assertEquals("done", set.semop(planner, sops).what());
    assertEquals(nsops, planner.touched());
    assertTrue(set.semvals.values().stream().allMatch(v -> v == 0));
    assertTrue(set.semadjs.values().stream().allMatch(v -> v == 1));
    assertEquals(new NaiveSet.Answer("sleep", 0), set.semop(planner, sops));
  }

  @Property(tries = 5_000)
  void shouldPackWithoutLoss(@ForAll short num, @ForAll short op, @ForAll short flags) {
    Sembuf sop = new Sembuf(num & 0xffff, op, flags & 0xffff);
    long packed = Packed.pack(sop);
    assertEquals(sop, Packed.unpack(packed));
    assertEquals(num & 0xffff, Packed.semNum(packed));
    assertEquals(op, Packed.semOp(packed));
    assertEquals((flags & Ipc.SEM_UNDO) != 0, Packed.isUndo(packed));
    assertEquals((flags & Ipc.IPC_NOWAIT) != 0, Packed.isNowait(packed));
    assertEquals(
        new Sembuf(sop.semNum(), op, sop.semFlg() | Ipc.IPC_NOWAIT),
        Packed.unpack(Packed.nowait(packed)));
  }

  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void shouldForgetEarlierPlans(
      @ForAll NaiveSet set, @ForAll List<Sembuf> earlier, @ForAll List<Sembuf> sops) {
    set.copy().semop(planner, earlier);
    NaiveSet reused = set.copy();
    NaiveSet fresh = set.copy();
    assertEquals(fresh.semop(new SemopPlanner(), sops), reused.semop(planner, sops));
    assertEquals(fresh, reused);
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void shouldRefuseWithNegativeNumbersOnly(@ForAll NaiveSet set, @ForAll List<Sembuf> sops) {
    long[] packed = sops.stream().mapToLong(Packed::pack).toArray();
    int outcome = planner.plan(set, packed, packed.length);
    assertTrue(
        outcome == SemopPlanner.APPLY
            || outcome == SemopPlanner.SLEEP
            || outcome == -Errno.EAGAIN.number()
            || outcome == -Errno.ERANGE.number());
  }
}
