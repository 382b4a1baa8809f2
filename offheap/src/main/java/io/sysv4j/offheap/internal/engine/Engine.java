package io.sysv4j.offheap.internal.engine;

import io.sysv4j.Errno;
import io.sysv4j.IpcException;
import io.sysv4j.IpcLimits;
import io.sysv4j.law.Permission;
import io.sysv4j.offheap.internal.memory.CorruptFileException;
import io.sysv4j.offheap.internal.memory.Directory;
import io.sysv4j.offheap.internal.memory.FileProblem;
import io.sysv4j.offheap.internal.memory.MappedFile;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.process.Caller;
import io.sysv4j.offheap.internal.process.CoarseClock;
import io.sysv4j.offheap.internal.process.Participant;
import io.sysv4j.offheap.internal.registry.Registry;
import io.sysv4j.offheap.internal.sem.Preloaded;
import io.sysv4j.offheap.internal.sync.Dispatcher;
import io.sysv4j.offheap.internal.sync.Nap;
import io.sysv4j.offheap.internal.sync.Visit;
import io.sysv4j.offheap.internal.sync.Visits;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A namespace as this JVM has it open. Opening the same directory again gives the same engine, and
 * the last handle that is closed ends this JVM's part in it: that is the exit of a process.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** How long closing waits for the registry's gate, in ns. */
  private static final long CLOSING = 100_000_000;

  /** How long closing waits for a future's dependent that does not return, in ns. */
  private static final long CALLBACK = 2_000_000_000;

  private static final long NAP = 1_000_000;

  private static final AtomicReferenceFieldUpdater<Engine, Thread> CLOSER =
      AtomicReferenceFieldUpdater.newUpdater(Engine.class, Thread.class, "closer");

  final Directory directory;
  final MappedFile file;
  final Memory namespace;
  final IpcLimits limits;
  final Participant me;
  final CoarseClock clock = new CoarseClock();
  final Visits visits = new Visits();
  final Permission.Credentials caller;
  final Registry registry;
  final Sets sets;
  private final SetDeaths setDeaths;
  final Segments segments;
  final Dispatcher dispatcher;
  final UnaryOperator<Memory> wrap;
  final int spin;
  final Janitor janitor;
  private final SemCalls semCalls;
  private final SemctlCalls semctlCalls;
  private final ShmCalls shmCalls;
  private OpenEngines.Opened handles;

  /** Closing has begun. */
  private volatile boolean closed;

  /** The thread that is closing just now. */
  private volatile Thread closer;

  /** For the others this JVM has no part in the namespace any more. */
  private volatile boolean hasLeft;

  /** There is nothing left to do. */
  private volatile boolean hasEnded;

  private volatile String lost;

  private Engine(
      Directory directory, Options options, UnaryOperator<Memory> wrap, MappedFile file) {
    this.directory = directory;
    this.wrap = wrap;
    this.spin = options.spin();
    this.file = file;
    limits = NamespaceFile.readLimits(file);
    namespace = wrap.apply(file.memory());
    caller = Caller.credentials();
    me = Participant.join(directory, NamespaceFile.NAME, namespace);
    try {
      sets = new Sets(this);
      setDeaths = new SetDeaths(this);
      segments = new Segments(this);
      registry = new Registry(namespace, limits, me, visits, new Housekeeping(this));
      dispatcher = new Dispatcher(me, "sysv4j-dispatcher " + directory.path());
      semCalls = new SemCalls(this, options.patience());
      semctlCalls = new SemctlCalls(this, options.patience());
      shmCalls = new ShmCalls(this, options.patience());
      janitor = new Janitor(this);
    } catch (RuntimeException | Error e) {
      me.leave();
      throw e;
    }
  }

  /** Comes in. If that fails, all is as if we had never come. */
  private static Engine enter(
      Directory directory, Options options, UnaryOperator<Memory> wrap, Consumer<Engine> begin) {
    Preloaded.load(
        NewSet.class, ShmgetCall.class, ShmatCall.class, ShmidLook.class, Segments.Attached.class);
    MappedFile file = NamespaceFile.open(directory, options);
    Engine engine = null;
    try {
      engine = new Engine(directory, options, wrap, file);
      engine.settleAllDead();
      begin.accept(engine);
      return engine;
    } catch (RuntimeException | Error e) {
      if (engine != null) {
        engine.giveUp();
      }
      file.unmap();
      throw e;
    }
  }

  /** What was begun of coming in is undone; nobody else has seen this engine. */
  private void giveUp() {
    closed = true;
    hasEnded = true;
    janitor.stop();
    me.leave();
  }

  /** Opens the namespace, or finds it if this JVM has it open, for another handle. */
  static Engine open(Options options, Handle handle) {
    if (options.create()) {
      Directory.create(options.path());
    }
    Directory directory = Directory.open(options.path());
    try {
      return OpenEngines.open(
          directory,
          options,
          handle,
          handles ->
              enter(directory, options, UnaryOperator.identity(), engine -> engine.begin(handles)));
    } catch (RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  /**
   * Opens the namespace as a participant of its own, without a janitor: for tests that die.
   *
   * @param wrap stands between the engine and its memory
   */
  public static Engine openAlone(Options options, UnaryOperator<Memory> wrap) {
    return openAlone(options, wrap, alone -> {});
  }

  private static Engine openAlone(
      Options options, UnaryOperator<Memory> wrap, Consumer<Engine> begin) {
    if (options.create()) {
      Directory.create(options.path());
    }
    Directory directory = Directory.open(options.path());
    try {
      return enter(directory, options, wrap, begin);
    } catch (RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  /**
   * As {@link #openAlone}, but with a janitor, as every user has one: for tests that are killed.
   *
   * @param wrap stands between the engine and its memory
   */
  public static Engine openAttended(Options options, UnaryOperator<Memory> wrap) {
    return openAlone(options, wrap, engine -> engine.janitor.start());
  }

  private void begin(OpenEngines.Opened opened) {
    handles = opened;
    janitor.start();
  }

  /** Ends everyone who is attached and lives no more. */
  void settleAllDead() {
    if (me.predecessor() != 0) {
      settle(me.predecessor());
    }
    int used = me.slotsUsed();
    for (int slot = 0; slot < used; slot++) {
      long occupant = me.occupant(slot);
      if (occupant != 0 && occupant != me.id() && !me.isAlive(occupant)) {
        settle(occupant);
      }
    }
  }

  /**
   * Ends one dead participant: its attaches first, then its undo, as a process does at its exit.
   * What can't be done now, as a gate is held for long, is done when this is called again.
   */
  private void settle(long dead) {
    if (segments.endAttaches(dead) & setDeaths.settle(dead)) {
      Dispatcher.wakeAll(me);
      me.settled(dead);
    }
  }

  /** The semaphore calls. */
  public SemCalls sem() {
    return semCalls;
  }

  /** semget and semctl. */
  public SemctlCalls semctl() {
    return semctlCalls;
  }

  /** The shared-memory calls. */
  public ShmCalls shm() {
    return shmCalls;
  }

  /** The limits. */
  public IpcLimits limits() {
    return limits;
  }

  /** The directory's path. */
  public String path() {
    return directory.path();
  }

  /** This JVM's place in the namespace. */
  public Participant participant() {
    return me;
  }

  /** Does a part of a call under the registry's gate; what goes wrong below names the call. */
  int inside(Supplier<String> call, Registry.Inside body) {
    return Failures.during(call, () -> registry.inside(body));
  }

  /** Throws what a call on a closed or lost namespace throws. */
  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the namespace " + directory.path() + " has been closed");
    }
    if (lost != null) {
      throw IpcException.of(Errno.EIDRM, "offheap:" + directory.path(), lost);
    }
    janitor.lookAfter();
  }

  boolean isClosed() {
    return closed;
  }

  boolean isLost() {
    return lost != null;
  }

  /** The files are gone from under us: nothing here is shared with anyone any more. */
  void lose(String reason) {
    if (lost == null) {
      lost = reason;
      sets.loseAll();
    }
  }

  // ---- the end ---------------------------------------------------------------------------

  /** Whether no handle is open, or closing has begun. */
  boolean isUnused() {
    return closed || handles != null && handles.areClosed();
  }

  /** Whether nothing is left to do for anyone. */
  boolean hasEnded() {
    return hasEnded;
  }

  /** Ends this JVM's part, if no handle is open. */
  void endIfUnused() {
    if (isUnused()) {
      end();
    }
  }

  /** The janitor's: goes on with an end that an error keeps others from. */
  void endForOthers() {
    Thread late = closer;
    if (late != null && !late.isAlive()) {
      CLOSER.compareAndSet(this, late, null);
    }
    end();
  }

  /**
   * What a process does at its exit. If an error strikes, it is thrown, and the janitor does this
   * once more; then this JVM leaves as a killed one does, and what it can't settle others do.
   */
  private void end() {
    if (!CLOSER.compareAndSet(this, null, Thread.currentThread())) {
      awaitJanitor();
      return;
    }
    try {
      if (!hasLeft) {
        boolean isFirst = !closed;
        closed = true;
        boolean isSettled = settleOwn(isFirst);
        dispatcher.stop(CALLBACK);
        leave(isSettled);
        hasLeft = true;
      }
      hasEnded = dispatcher.failAll();
    } finally {
      closer = null;
    }
    if (hasEnded) {
      janitor.stop();
    }
  }

  /**
   * The janitor may be ending what the caller has just closed: waits until this JVM has left. Not
   * on the dispatcher's thread, for whose end the janitor waits.
   */
  private void awaitJanitor() {
    while (janitor.is(closer) && !hasLeft && !dispatcher.isCurrentThread()) {
      Nap.nanos(NAP);
    }
  }

  /** Settles all that is ours; answers false if not all of it can be settled now. */
  private boolean settleOwn(boolean isFirst) {
    try {
      if (handles != null) {
        handles.forget();
      }
      janitor.awaitRest();
      visits.lookAfter();
      visits.mine().waits(CLOSING, false, Visit.FOREVER);
      boolean isSettled = attempt(segments::closeAll) & attempt(sets::closeAll);
      return isSettled & attempt(this::leaveRegistry) & isFirst;
    } catch (RuntimeException | Error e) {
      if (isFirst) {
        throw e;
      }
      janitor.note(e);
      return false;
    }
  }

  /**
   * First our eyes and hands: no thread of ours reads or changes a file after this. Then the lock:
   * from here on we are dead to the others, so what a late thread had begun is theirs to finish.
   * All of it may be done again.
   */
  private void leave(boolean isSettled) {
    me.prepareToLeave();
    directory.endMappingsBut(file);
    try {
      if (isSettled) {
        me.settled(me.id());
      }
    } finally {
      file.end();
      me.abandon();
      directory.close();
    }
  }

  /** Where the files are damaged we leave as the killed do: what can be settled others settle. */
  private boolean attempt(BooleanSupplier step) {
    try {
      return step.getAsBoolean();
    } catch (IpcException | FileProblem | CorruptFileException e) {
      LOG.warn("namespace {}: not all of ours can be settled", path(), e);
      return false;
    }
  }

  private boolean leaveRegistry() {
    registry.inside(
        () -> {
          me.prepareToLeave();
          return 0;
        });
    return true;
  }

  /** Closes an engine that was opened alone. */
  public void closeAlone() {
    end();
  }

  /** Dies without cleaning up, as a killed process does. For tests. */
  public void abandon() {
    closed = true;
    hasEnded = true;
    sets.takeAll();
    me.abandon();
  }

  /** Whether anyone of this JVM waits, so that deaths should be noticed soon. */
  boolean someoneWaits() {
    return sets.sleepers.get() > 0 || !dispatcher.isIdle();
  }
}
