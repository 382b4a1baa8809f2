package io.sysv4j.offheap.crash;

import io.sysv4j.Errno;
import io.sysv4j.Ipc;
import io.sysv4j.IpcException;
import io.sysv4j.Sembuf;
import io.sysv4j.law.Packed;
import io.sysv4j.offheap.internal.engine.EngineDoor;
import io.sysv4j.offheap.internal.engine.Options;
import io.sysv4j.offheap.internal.layout.ParticipantLayout;
import io.sysv4j.offheap.internal.layout.SleeperStatus;
import io.sysv4j.offheap.internal.memory.Memory;
import io.sysv4j.offheap.internal.sem.SemSet;
import io.sysv4j.offheap.internal.sem.Sops;
import io.sysv4j.offheap.internal.sync.Sleeping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A namespace, those who take part in it, and the one set that a scenario is about. Z made it,
 * watches, and never dies; the others are called in when they are first named.
 */
final class World implements AutoCloseable {
  static final char WATCHER = 'Z';
  static final char MORTAL = 'M';

  private final Options options;
  private final Map<Character, Mortal> people = new TreeMap<>();
  private final List<Sleeper> sleepers = new ArrayList<>();
  private final Set<Life.Word> woken = new HashSet<>();
  private final StandIn standIn;
  private int semid;
  private int nsems;

  /** An operation array that went to sleep, or answered at once. */
  static final class Sleeper implements Sleeping {
    final char who;
    final SemSet set;
    final boolean isAsync;
    int ref;
    int status;
    boolean parked;

    /** Its answer, if it did not sleep. */
    int answer;

    /** Whether its owner has given it up, or seen its answer. */
    boolean gone;

    Sleeper(char who, SemSet set, boolean isAsync) {
      this.who = who;
      this.set = set;
      this.isAsync = isAsync;
    }

    @Override
    public boolean isAsync() {
      return isAsync;
    }

    @Override
    public void fellAsleep(int sleeper, int statusWord) {
      ref = sleeper;
      status = statusWord;
    }

    boolean slept() {
      return ref != 0;
    }

    /** Null = it is asleep. */
    Errno errno() {
      if (!slept()) {
        return Errno.of(-answer);
      }
      if (set.sleepers().isRemoved() && SleeperStatus.isWaiting(set.sleepers().status(ref))) {
        return Errno.EIDRM; // what its thread finds when it looks
      }
      int now = set.sleepers().status(ref);
      if (!SleeperStatus.isSame(now, status)) {
        throw new AssertionError("record " + ref + " was taken from under its owner");
      }
      boolean done = SleeperStatus.state(now) == SleeperStatus.DONE;
      return done ? Errno.of(SleeperStatus.errno(now)) : null;
    }
  }

  /** What stands between a participant and a file. */
  interface StandIn {
    Memory of(Memory real, Life life);
  }

  /** A world in which something stands between everyone and its memory. */
  World(Options options, StandIn standIn) {
    this.options = options;
    this.standIn = standIn;
  }

  Options options() {
    return options;
  }

  Mortal person(char who) {
    return people.computeIfAbsent(who, name -> newcomer(new Life()));
  }

  /** Someone who joins, and may die over it. */
  Mortal newcomer(Life life) {
    return new Mortal(options, life, standIn);
  }

  Mortal watcher() {
    return person(WATCHER);
  }

  /** Lets another one in, who may have died over coming in already. */
  void admit(char who, Mortal mortal) {
    people.put(who, mortal);
  }

  boolean isHere(char who) {
    return people.containsKey(who);
  }

  int semid() {
    return semid;
  }

  SemSet set(char who) {
    return person(who).set(semid);
  }

  List<Sleeper> sleepers() {
    return sleepers;
  }

  /** Makes the set. Its values come by plain operations, so that its words are not gated. */
  void begin(int... initial) {
    nsems = initial.length;
    semid = watcher().engine.semctl().semget(Ipc.IPC_PRIVATE, nsems, 0600);
    for (int num = 0; num < nsems; num++) {
      if (initial[num] != 0) {
        watcher().engine.sem().trySemop(semid, num, initial[num], 0);
      }
    }
    watcher().set(semid);
  }

  /** The set has been made by another process. */
  void use(int made, int itsNsems) {
    semid = made;
    nsems = itsNsems;
  }

  /** Does a step; the answer is 0, {@link Model#ASLEEP} or a negative errno. */
  int perform(Step step) {
    Mortal person = person(step.who());
    int answer = person.within(() -> act(person, step));
    woken.addAll(person.life.woken());
    return answer;
  }

  /** GETVAL, as Z is told it. */
  int value(int semNum) {
    Mortal watcher = watcher();
    return watcher.within(() -> watcher.engine.semctl().get(semid, semNum, Ipc.GETVAL));
  }

  /** The records of those who sleep, or have not yet seen that they are done. */
  Set<Integer> asleep() {
    Set<Integer> refs = new HashSet<>();
    for (Sleeper sleeper : sleepers) {
      if (isAwake(sleeper) && sleeper.slept()) {
        refs.add(sleeper.ref);
      }
    }
    return refs;
  }

  private int act(Mortal person, Step step) {
    switch (step.verb()) {
      case "does":
        return does(person, step);
      case "sleeps":
      case "spins":
      case "asks":
        return sleeps(person, step);
      case "cancels":
        cancel(sleepers.get(step.number(0)));
        return 0;
      case "acknowledges":
        acknowledge(sleepers.get(step.number(0)));
        return 0;
      case "dies":
        bury(step.who());
        return 0;
      case "settles":
        EngineDoor.settleAllDead(person.engine);
        return 0;
      case "closes":
        person.engine.closeAlone();
        left(step.who());
        return 0;
      default:
        return control(person, step);
    }
  }

  private int control(Mortal person, Step step) {
    try {
      switch (step.verb()) {
        case "sets":
          person.engine.semctl().setVal(semid, step.number(0), step.number(1));
          return 0;
        case "fills":
          person.engine.semctl().setAll(semid, step.numbers());
          return 0;
        case "removes":
          person.engine.semctl().remove(semid);
          return 0;
        case "looks":
          person.engine.semctl().getAll(semid);
          return 0;
        case "counts":
          person.engine.semctl().get(semid, 0, Ipc.GETNCNT);
          return 0;
        default:
          throw new IllegalArgumentException("how does one '" + step.verb() + "'?");
      }
    } catch (IpcException e) {
      return -e.errno().number();
    }
  }

  private int does(Mortal person, Step step) {
    return -person.engine.sem().trySemop(semid, sembufs(step)).number();
  }

  private int sleeps(Mortal person, Step step) {
    SemSet set = person.set(semid);
    Sops sops = new Sops();
    sops.take(sembufs(step));
    Sleeper sleeper = new Sleeper(step.who(), set, step.verb().equals("asks"));
    sleepers.add(sleeper);
    if (sleeper.isAsync) {
      EngineDoor.namespace(person.engine)
          .putInt(person.engine.participant().offset() + ParticipantLayout.DOORBELL, 1);
    }
    sleeper.answer = set.semop(EngineDoor.visit(person.engine), sops, sleeper);
    person.life.mishap(null); // what follows is done for a thread of the library
    if (sleeper.answer == SemSet.ASLEEP && step.verb().equals("sleeps")) {
      int parked = SleeperStatus.with(sleeper.status, SleeperStatus.PARKED, 0);
      sleeper.parked = set.sleepers().cas(sleeper.ref, sleeper.status, parked);
    }
    return sleeper.answer;
  }

  private static Sembuf[] sembufs(Step step) {
    return Arrays.stream(step.sops()).mapToObj(Packed::unpack).toArray(Sembuf[]::new);
  }

  /** Gives a sleeper up; false if that comes too late. */
  static boolean cancel(Sleeper sleeper) {
    sleeper.gone = sleeper.set.sleepers().withdraw(sleeper.ref, sleeper.status);
    return sleeper.gone;
  }

  /** A sleeper's owner has seen that it is done. */
  static void acknowledge(Sleeper sleeper) {
    sleeper.set.sleepers().acknowledge(sleeper.ref, sleeper.set.sleepers().status(sleeper.ref));
    sleeper.gone = true;
  }

  /** A participant is dead; the system takes what it had. */
  void bury(char who) {
    Mortal dead = people.remove(who);
    if (dead != null) {
      woken.addAll(dead.life.woken());
      dead.bury();
    }
  }

  /** A participant has left in good order. */
  void left(char who) {
    people.remove(who);
  }

  boolean isAwake(Sleeper sleeper) {
    return !sleeper.gone && people.containsKey(sleeper.who);
  }

  /** Those who live, as letters. */
  String living() {
    StringBuilder letters = new StringBuilder();
    people.keySet().forEach(letters::append);
    return letters.toString();
  }

  /** Who of those who live has this id; 0 = nobody. */
  char who(long id) {
    for (Map.Entry<Character, Mortal> person : people.entrySet()) {
      if (person.getValue().id() == id) {
        return person.getKey();
      }
    }
    return 0;
  }

  /** All whom the living have woken. */
  Set<Life.Word> woken() {
    people.values().forEach(person -> woken.addAll(person.life.woken()));
    return woken;
  }

  /** The set's file as it is. */
  SetAudit audit() {
    SemSet set = watcher().set(semid);
    return new SetAudit(
        set.file().memory(),
        nsems,
        watcher().engine.limits().semopm(),
        watcher().engine.participant()::isAlive);
  }

  /** What the living can see, in the words of {@link Model#seenBy}. */
  String seen(boolean isRemoved) {
    SetAudit audit = isRemoved ? null : audit();
    StringBuilder seen = new StringBuilder(isRemoved ? "removed" : Arrays.toString(audit.values()));
    for (Map.Entry<Character, Mortal> person : people.entrySet()) {
      if (!isRemoved) {
        Model.describeRow(seen, person.getKey(), audit.adjustments(person.getValue().id()));
      }
    }
    for (int number = 0; number < sleepers.size(); number++) {
      Sleeper sleeper = sleepers.get(number);
      if (isAwake(sleeper) && sleeper.slept()) {
        Model.describeSleeper(seen, number, sleeper.errno());
      }
    }
    return seen.toString();
  }

  boolean isRemoved() {
    return EngineDoor.space(watcher().engine, io.sysv4j.offheap.internal.registry.Registry.Kind.SEM)
            .idAt(semid & 0x7fff)
        != semid;
  }

  /** The run is over: everyone has seen what there was to see. */
  void end() {
    for (Sleeper sleeper : sleepers) {
      if (isAwake(sleeper) && sleeper.slept()) {
        if (sleeper.errno() == null) {
          cancel(sleeper);
        } else {
          acknowledge(sleeper);
        }
      }
    }
    sleepers.clear();
    woken.clear();
    people.values().forEach(World::forget);
  }

  private static void forget(Mortal person) {
    person.life.forgetWoken();
    person.forgetSets();
    Memory namespace = EngineDoor.namespace(person.engine);
    long slot = person.engine.participant().offset();
    namespace.putLong(slot + ParticipantLayout.GRANTED, 0);
    namespace.putInt(slot + ParticipantLayout.DOORBELL, 0);
    namespace.putInt(slot + ParticipantLayout.RESCAN, 0);
  }

  /** Something went wrong: everyone dies. */
  void abandon() {
    List.copyOf(people.keySet()).forEach(this::bury);
  }

  @Override
  public void close() {
    people.values().forEach(person -> person.engine.closeAlone());
    people.clear();
  }
}
