package io.sysv4j.conformance.fuzz;

import io.sysv4j.IpcNamespace;

/** Runs multi-process programs by a pool of workers. */
final class MultiRunner implements Runner {
  private static final long PATIENCE = 10_000_000_000L;
  private static final long PATIENCE_AFTER_A_DIFFERENCE = 2_000_000_000L;

  private final User user = User.current();
  private final IpcNamespace[] namespaces = new IpcNamespace[2];
  private final Caller[] callers = new Caller[2];
  private final WorkerPool pool;
  private boolean exact;
  private long patience = PATIENCE;
  private int nextId;

  /** The run that ended with a difference, and left everything as it was. */
  private MultiRun failed;

  /** What a run happens on. */
  record Ground(
      WorkerPool pool, IpcNamespace[] namespaces, Caller[] callers, boolean exact, long patience) {}

  /**
   * Opens both sides and starts the workers.
   *
   * @param exact whether both are empty and new, and nobody else uses them
   */
  MultiRunner(Sides sides, int workers, boolean exact) {
    this.exact = exact;
    for (Side side : Side.BOTH) {
      namespaces[side.ordinal()] = IpcNamespace.open(sides.uri(side));
      callers[side.ordinal()] = new Caller(namespaces[side.ordinal()]);
    }
    this.pool = new WorkerPool(sides, workers);
  }

  @Override
  public String name() {
    return "multi";
  }

  @Override
  public Program program(long seed) {
    return MultiGenerator.program(seed, pool.size(), user);
  }

  @Override
  public Outcome run(Program program) throws InterruptedException {
    if (failed != null) {
      failed.sweep();
      pool.replaceAll();
      failed = null;
    }
    Ground ground = new Ground(pool, namespaces, callers, exact, patience);
    MultiRun run = new MultiRun(ground, program.steps().size(), nextId);
    Outcome outcome = run.all(program);
    nextId = run.nextId();
    if (!outcome.agreed()) {
      exact = false;
      patience = PATIENCE_AFTER_A_DIFFERENCE;
      failed = run;
    }
    return outcome;
  }

  @Override
  public void close() {
    pool.close();
    if (failed != null) {
      failed.sweep();
    }
    for (IpcNamespace namespace : namespaces) {
      namespace.close();
    }
  }
}
