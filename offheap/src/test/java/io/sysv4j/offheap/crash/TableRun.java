package io.sysv4j.offheap.crash;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.IpcPerm;
import io.sysv4j.SemidDs;
import io.sysv4j.SharedMemory;
import io.sysv4j.ShmidDs;
import io.sysv4j.law.Packed;
import io.sysv4j.offheap.crash.TableScenarios.TableScenario;
import io.sysv4j.offheap.internal.engine.Engine;
import io.sysv4j.offheap.internal.engine.EngineDoor;
import io.sysv4j.offheap.internal.nativeio.Linux;
import io.sysv4j.offheap.internal.registry.Registry.Kind;
import io.sysv4j.offheap.internal.registry.Space;
import io.sysv4j.offheap.internal.sem.Sops;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * One scenario of the tables, once: M dies over its step, someone recovers and may die over that,
 * and Z settles what is left. What there is then must be what there is when M dies before its step,
 * or after it; and the files must be sound.
 */
class TableRun {
  static final char NEWCOMER = 'R';
  static final char NEIGHBOUR = 'B';

  /** An object that was made. */
  private record Made(Kind kind, int id) {}

  /** An attach. */
  private record Attach(char who, int number, SharedMemory memory) {}

  final World world;
  final TableScenario scenario;
  private final Run.Plan plan;
  private final List<Made> objects = new ArrayList<>();
  private final List<Attach> attaches = new ArrayList<>();
  private final List<Death> deaths = new ArrayList<>();
  private boolean tracing;
  boolean finished;
  private boolean recovererFinished;
  private int recovererMade;
  private Errno answer = Errno.SUCCESS;
  private String seen;

  TableRun(World world, TableScenario scenario, Run.Plan plan) {
    this.world = world;
    this.scenario = scenario;
    this.plan = plan;
  }

  /** The dead tell where it happened. */
  TableRun tracing() {
    tracing = true;
    return this;
  }

  List<Death> deaths() {
    return deaths;
  }

  boolean finished() {
    return finished;
  }

  boolean recovererFinished() {
    return recovererFinished;
  }

  int recovererMade() {
    return recovererMade;
  }

  /** What M was told, if it came to that. */
  Errno answer() {
    return answer;
  }

  /** What there was in the end. */
  String seen() {
    return seen;
  }

  @Override
  public String toString() {
    return scenario + "\n  " + plan;
  }

  /** Does it, and checks the files. */
  void run() {
    world.watcher();
    world.person(NEIGHBOUR);
    for (Step step : scenario.before()) {
      world.person(step.who());
      perform(step);
    }
    die();
    recover();
    world.watcher().within(this::settle);
    world.end();
    world.bury(NEWCOMER);
  }

  /** M does its step, and dies over it. */
  void die() {
    Step deadly = scenario.deadly();
    boolean joins = deadly.verb().equals("joins");
    Life life = joins ? new Life() : world.person(World.MORTAL).life;
    live(life, plan.stores(), plan.isBefore());
    finished =
        survives(
            () -> {
              if (joins) {
                world.admit(World.MORTAL, world.newcomer(life));
              } else {
                performOrHearWhy(deadly);
              }
            });
    bury(World.MORTAL);
  }

  /** What M wants may not be possible, which is part of what there is to see. */
  void performOrHearWhy(Step deadly) {
    try {
      perform(deadly);
    } catch (IpcException e) {
      answer = e.errno();
    }
  }

  private void live(Life life, int stores, boolean isBefore) {
    if (tracing) {
      life.trace();
    }
    if (stores == Run.LIVES) {
      life.goOn();
    } else if (isBefore) {
      life.endBefore(stores);
    } else {
      life.endAfter(stores);
    }
  }

  private boolean survives(Runnable action) {
    try {
      action.run();
      return true;
    } catch (Death e) {
      deaths.add(e);
      return false;
    }
  }

  /** Its mappings of segments go with it. */
  void bury(char who) {
    world.bury(who);
    for (Attach attach : List.copyOf(attaches)) {
      if (attach.who == who) {
        if (attach.memory.isAttached()) { // else its close came so far before it failed
          Linux.unmap(attach.memory.address(), attach.memory.size());
        }
        attaches.remove(attach);
      }
    }
  }

  // ---- steps -------------------------------------------------------------------------------

  void perform(Step step) {
    Engine engine = world.person(step.who()).engine;
    switch (step.verb()) {
      case "makes":
        int semid = engine.semctl().semget(step.number(0), step.number(1), Ipc.IPC_CREAT | 0600);
        objects.add(new Made(Kind.SEM, semid));
        break;
      case "allots":
        int shmid = engine.shm().shmget(step.number(0), step.number(1), Ipc.IPC_CREAT | 0600);
        objects.add(new Made(Kind.SHM, shmid));
        break;
      case "dies":
        bury(step.who());
        break;
      case "closes":
        engine.closeAlone();
        world.left(step.who());
        attaches.removeIf(attach -> attach.who == step.who());
        break;
      case "settles":
        EngineDoor.settleAllDead(engine);
        break;
      default:
        performOn(engine, objects.get(step.number(0)), step);
    }
  }

  private void performOn(Engine engine, Made object, Step step) {
    switch (step.verb()) {
      case "removes":
        if (object.kind == Kind.SEM) {
          engine.semctl().remove(object.id);
        } else {
          engine.shm().remove(object.id);
        }
        break;
      case "permits":
        permit(engine, object, Integer.parseInt(step.arguments().get(1), 8));
        break;
      case "attaches":
        SharedMemory memory = engine.shm().shmat(object.id, 0, 0);
        attaches.add(new Attach(step.who(), step.number(0), memory));
        break;
      case "locks":
        engine.shm().setLock(object.id, true);
        break;
      case "detaches":
        Attach attach = attaches.stream().filter(a -> a.who == step.who()).findFirst().get();
        attaches.remove(attach);
        engine.shm().shmdt(attach.memory.address());
        break;
      default:
        useSet(object, step);
    }
  }

  private static void permit(Engine engine, Made object, int mode) {
    IpcPerm old =
        object.kind == Kind.SEM
            ? engine.semctl().stat(object.id).perm()
            : engine.shm().stat(object.id).perm();
    IpcPerm perm = old.with(old.uid(), old.gid(), mode);
    if (object.kind == Kind.SEM) {
      engine.semctl().set(object.id, perm);
    } else {
      engine.shm().set(object.id, perm);
    }
  }

  private void useSet(Made object, Step step) {
    Mortal person = world.person(step.who());
    long sop =
        step.verb().equals("holds")
            ? Packed.pack(0, 3, Ipc.SEM_UNDO | Ipc.IPC_NOWAIT)
            : Packed.pack(0, -9, 0);
    var sleeper = new World.Sleeper(step.who(), person.set(object.id), false);
    sleeper.set.semop(EngineDoor.visit(person.engine), new Sops().take(sop), sleeper);
  }

  // ---- recovery ----------------------------------------------------------------------------

  /** Someone comes first after that. */
  void recover() {
    if (plan.recoverer() == Run.Recoverer.NEWCOMER) {
      Life life = new Life();
      live(life, plan.recovererStores(), false);
      recovererFinished = survives(() -> world.admit(NEWCOMER, world.newcomer(life)));
      recovererMade = life.stores();
      life.goOn();
    } else {
      Mortal neighbour = world.person(NEIGHBOUR);
      live(neighbour.life, plan.recovererStores(), false);
      recovererFinished = survives(() -> recover(neighbour));
      recovererMade = neighbour.life.stores();
      if (recovererFinished) {
        neighbour.life.goOn();
      } else {
        world.bury(NEIGHBOUR);
      }
    }
  }

  private void recover(Mortal neighbour) {
    if (plan.recoverer() == Run.Recoverer.JANITOR) {
      EngineDoor.settleAllDead(neighbour.engine);
      return;
    }
    try {
      neighbour.engine.shm().shmget(4711, 1, 0);
    } catch (IpcException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }

  // ---- checks ------------------------------------------------------------------------------

  private Void settle() {
    EngineDoor.settleAllDead(world.watcher().engine);
    seen = look();
    List<String> problems = new ArrayList<>(audit());
    goOn();
    problems.addAll(audit());
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n  ", problems) + "\n  " + seen);
    }
    return null;
  }

  List<String> audit() {
    Engine engine = world.watcher().engine;
    return new NamespaceAudit(
            Path.of(world.options().path()),
            EngineDoor.namespace(engine),
            engine.limits(),
            engine.participant()::isAlive)
        .problems();
  }

  /** All that Z can see, but for identifiers and times. */
  private String look() {
    Engine engine = world.watcher().engine;
    TreeSet<String> all = new TreeSet<>();
    Space sets = EngineDoor.space(engine, Kind.SEM);
    Space segments = EngineDoor.space(engine, Kind.SHM);
    for (int index = 0; index < sets.limit(); index++) {
      if (sets.idAt(index) >= 0) {
        SemidDs ds = engine.semctl().statAt(index, Ipc.SEM_STAT_ANY);
        String mode = " mode " + octal(ds.perm()) + " ";
        all.add("set key " + ds.perm().key() + mode + values(engine, sets.idAt(index)));
      }
      if (segments.idAt(index) >= 0) {
        ShmidDs ds = engine.shm().statAt(index, Ipc.SHM_STAT_ANY);
        String size = ds.shmSegsz() + " bytes, attached " + ds.shmNattch();
        all.add("segment key " + ds.perm().key() + " mode " + octal(ds.perm()) + " " + size);
      }
    }
    return all + ", " + sets.total() + " semaphores, " + segments.total() + " pages";
  }

  private static String values(Engine engine, int semid) {
    try {
      return Arrays.toString(engine.semctl().getAll(semid));
    } catch (IpcException e) {
      return e.errno().name(); // its mode may not let us, unless we are root
    }
  }

  private static String octal(IpcPerm perm) {
    return Integer.toOctalString(perm.mode());
  }

  /** Life goes on: everything can be removed, and made again. */
  private void goOn() {
    for (Attach attach : attaches) {
      world.person(attach.who).engine.shm().shmdt(attach.memory.address());
    }
    attaches.clear();
    Engine engine = world.watcher().engine;
    for (int key : new int[] {77, 5, 4711}) {
      engine.semctl().semget(key, 1, Ipc.IPC_CREAT | 0600);
      engine.shm().shmget(key, 1, Ipc.IPC_CREAT | 0600);
    }
    for (int index = 0; index < 16; index++) {
      int semid = EngineDoor.space(engine, Kind.SEM).idAt(index);
      if (semid >= 0) {
        engine.semctl().remove(semid);
      }
      int shmid = EngineDoor.space(engine, Kind.SHM).idAt(index);
      if (shmid >= 0) {
        engine.shm().remove(shmid);
      }
    }
  }
}
