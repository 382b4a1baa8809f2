package io.sysv4j.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sysv4j.Ipc;
import io.sysv4j.Sembuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** How the answers to related arrays relate: laws that need no second implementation. */
@Domain(PlannerArbitraries.class)
@Domain(DomainContext.Global.class)
class SemopPlannerLawsTest {
  private final SemopPlanner planner = new SemopPlanner();

  private String apply(NaiveSet set, List<Sembuf> sops) {
    return set.semop(planner, sops).what();
  }

  private static List<Sembuf> withFlags(List<Sembuf> sops, int clear, int set) {
    return sops.stream()
        .map(s -> new Sembuf(s.semNum(), s.semOp(), s.semFlg() & ~clear | set))
        .toList();
  }

  /** The same, backwards, each with the opposite sign; zero tests and -32768 have no opposite. */
  private static List<Sembuf> opposite(List<Sembuf> sops) {
    List<Sembuf> back = new ArrayList<>();
    for (Sembuf s : sops) {
      if (s.semOp() != 0) {
        back.add(0, new Sembuf(s.semNum(), -s.semOp(), s.semFlg()));
      }
    }
    return back;
  }

  @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
  void shouldRestoreByTheOpposite(@ForAll NaiveSet set, @ForAll List<Sembuf> sops) {
    NaiveSet before = set.copy();
    Assume.that(apply(set, sops).equals("done"));
    List<Sembuf> back = opposite(sops);
    assertEquals("done", back.isEmpty() ? "done" : apply(set, back));
    assertEquals(before, set);
  }

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
  void shouldChangeNothingUnlessAllIsDone(@ForAll NaiveSet set, @ForAll List<Sembuf> sops) {
    NaiveSet before = set.copy();
    long[] packed = sops.stream().mapToLong(Packed::pack).toArray();
    int outcome = planner.plan(set, packed, packed.length);
    assertEquals(before, set, "planning alone changes nothing");
    Assume.that(outcome == SemopPlanner.APPLY);
    TreeSet<Integer> named = new TreeSet<>();
    sops.forEach(s -> named.add(s.semNum()));
    TreeSet<Integer> touched = new TreeSet<>();
    for (int i = 0; i < planner.touched(); i++) {
      assertTrue(touched.add(planner.semNum(i)), "a semaphore is touched once");
      assertTrue(planner.semval(i) >= 0 && planner.semval(i) <= Ipc.SEMVMX);
    }
    assertEquals(named, touched);
  }

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
  void shouldNotMindTheOrderOfDifferentSemaphores(@ForAll NaiveSet set, @ForAll List<Sembuf> sops) {
    List<Sembuf> sorted = new ArrayList<>(sops);
    sorted.sort(Comparator.comparingInt(Sembuf::semNum));
    List<Sembuf> reversed = new ArrayList<>(sops);
    reversed.sort(Comparator.comparingInt(Sembuf::semNum).reversed());
    NaiveSet a = set.copy();
    NaiveSet b = set.copy();
    boolean done = apply(set, sops).equals("done");
    assertEquals(done, apply(a, sorted).equals("done"));
    assertEquals(done, apply(b, reversed).equals("done"));
    assertEquals(set, a);
    assertEquals(set, b);
  }

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
  void shouldDoAnArrayIfItsPartsCanBeDone(
      @ForAll NaiveSet set, @ForAll List<Sembuf> first, @ForAll List<Sembuf> second) {
    List<Sembuf> whole = new ArrayList<>(first);
    whole.addAll(second);
    NaiveSet parts = set.copy();
    boolean partsDone = apply(parts, first).equals("done") && apply(parts, second).equals("done");
    boolean wholeDone = apply(set, whole).equals("done");
    assertEquals(partsDone, wholeDone);
    if (wholeDone) {
      assertEquals(parts, set);
    }
  }

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
  void shouldTurnOnlySleepingIntoEagainByNowait(@ForAll NaiveSet set, @ForAll List<Sembuf> sops) {
    List<Sembuf> patient = withFlags(sops, Ipc.IPC_NOWAIT, 0);
    List<Sembuf> hasty = withFlags(sops, 0, Ipc.IPC_NOWAIT);
    NaiveSet other = set.copy();
    NaiveSet.Answer waits = set.semop(planner, patient);
    NaiveSet.Answer tries = other.semop(planner, hasty);
    assertEquals(waits.what().equals("sleep") ? "EAGAIN" : waits.what(), tries.what());
    assertEquals(waits.op(), tries.op());
    assertEquals(set, other);
  }

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
  void shouldKeepValuesTheSameWithUndo(@ForAll NaiveSet set, @ForAll List<Sembuf> sops) {
    set.semadjs.replaceAll((num, adj) -> 0);
    NaiveSet other = set.copy();
    String plain = apply(set, withFlags(sops, Ipc.SEM_UNDO, 0));
    String undone = apply(other, withFlags(sops, 0, Ipc.SEM_UNDO));
    Assume.that(!undone.equals("ERANGE"));
    assertEquals(plain, undone);
    assertEquals(set.semvals, other.semvals);
    if (undone.equals("done")) {
      other.semadjs.forEach(
          (num, adj) -> {
            int sum = sops.stream().filter(s -> s.semNum() == num).mapToInt(Sembuf::semOp).sum();
            assertEquals(-sum, adj, "the adjustment is the negated sum");
          });
    }
  }

  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void shouldAnswerTheSameAgain(@ForAll NaiveSet set, @ForAll List<Sembuf> sops) {
    NaiveSet copy = set.copy();
    NaiveSet.Answer answer = set.semop(planner, sops);
    assertEquals(answer, copy.semop(planner, sops));
    if (!answer.what().equals("done")) {
      assertEquals(answer, set.semop(planner, sops), "a refused array is refused again");
    }
    assertEquals(Collections.emptySet(), difference(set, copy));
  }

  private static TreeSet<Integer> difference(NaiveSet a, NaiveSet b) {
    TreeSet<Integer> differing = new TreeSet<>();
    a.semvals.forEach(
        (num, value) -> {
          if (!value.equals(b.semvals.get(num)) || a.semadj(num) != b.semadj(num)) {
            differing.add(num);
          }
        });
    return differing;
  }
}
