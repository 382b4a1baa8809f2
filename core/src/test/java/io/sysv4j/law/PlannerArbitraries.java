package io.sysv4j.law;

import io.sysv4j.Ipc;
import io.sysv4j.Sembuf;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.domains.DomainContextBase;

/** Sets of three semaphores and arrays on them, near zero and near both ends of their ranges. */
final class PlannerArbitraries extends DomainContextBase {
  static final int NSEMS = 3;

  @Provide
  Arbitrary<NaiveSet> sets() {
    Arbitrary<Integer> value =
        Arbitraries.frequencyOf(near(8, 0, 4), near(2, 32763, 32767), near(1, 0, 32767));
    Arbitrary<Integer> adjustment =
        Arbitraries.frequencyOf(
            near(8, -4, 4), near(2, -32768, -32764), near(2, 32763, 32767), near(1, -32768, 32767));
    return Combinators.combine(value.list().ofSize(NSEMS), adjustment.list().ofSize(NSEMS))
        .as(NaiveSet::new);
  }

  @Provide
  Arbitrary<List<Sembuf>> arrays() {
    Arbitrary<Integer> op =
        Arbitraries.frequencyOf(
            near(12, -3, 3),
            near(1, 32763, 32767),
            near(1, -32768, -32763),
            near(1, -32768, 32767));
    Arbitrary<Integer> flags =
        Arbitraries.of(0, 0, Ipc.SEM_UNDO, Ipc.IPC_NOWAIT, Ipc.SEM_UNDO | Ipc.IPC_NOWAIT);
    return Combinators.combine(Arbitraries.integers().between(0, NSEMS - 1), op, flags)
        .as(Sembuf::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(10);
  }

  private static Tuple2<Integer, Arbitrary<? extends Integer>> near(int weight, int min, int max) {
    return Tuple.of(weight, Arbitraries.integers().between(min, max));
  }
}
