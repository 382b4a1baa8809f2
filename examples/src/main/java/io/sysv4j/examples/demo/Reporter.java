package io.sysv4j.examples.demo;

/** Tells the story of a run while it happens. */
final class Reporter {
  private final Display display;
  private final Workshop workshop;
  private final Geometry geometry;

  Reporter(Display display, Workshop workshop) {
    this.display = display;
    this.workshop = workshop;
    this.geometry = workshop.plan().geometry();
  }

  /** What is there before anybody works. */
  void begin() {
    Plan plan = workshop.plan();
    display.line("sysv4j demo: JVMs move a file through shared memory, and some of them die.");
    display.line("");
    display.line("  file        %s, %s", plan.file(), Text.bytes(geometry.fileSize()));
    display.line("  namespace   %s", workshop.ns().uri());
    display.line(
        "  segment     shmid %d, %s: %s of %s, for %s",
        workshop.shmid(),
        Text.bytes(geometry.bytes()),
        Text.count(geometry.slots(), "slot"),
        Text.bytes(geometry.chunkSize()),
        Text.count(geometry.chunks(), "chunk"));
    display.line(
        "  semaphores  semid %d: MUTEX=1 FREE=%d FULL=0 LEFT=%d ...",
        workshop.semid(), geometry.slots(), geometry.chunks());
    display.line(
        "  workers     %d producer, %d consumers; %d to be killed",
        Plan.PRODUCERS, Plan.CONSUMERS, plan.kills());
    display.line("");
  }

  void progress(int arrived, long nanos) {
    if (geometry.chunks() > 0) {
      long bytes = Math.min(geometry.fileSize(), (long) arrived * geometry.chunkSize());
      String text = Text.bytes(bytes) + ", " + Text.seconds(nanos);
      display.progress((double) arrived / geometry.chunks(), text);
    }
  }

  void killing(Child child, Trap trap) {
    display.line(
        "  %s (pid %d) is caught %s.",
        child.name(), child.pid(), trap.instant().describe(trap.chunk()));
    display.line("    It holds %s, and gets SIGKILL.", trap.instant().holding());
  }

  void replaced(Journal.Death death, Child heir) {
    display.line(
        "    After %s an actor that slept on its life wakes: SEM_UNDO has given back %s.",
        Text.millis(death.nanos()), death.trap().instant().holding());
    display.line("    %s (pid %d) takes its place.", heir.name(), heir.pid());
  }

  void redoing(Child child, String what) {
    display.line("    %s begins it again: %s.", child.name(), what);
  }

  void corrected(Child child, Correction correction) {
    display.line(
        "    %s counts the slots, and corrects %s from %d to %d.",
        child.name(), Sems.name(correction.sem()), correction.from(), correction.to());
  }

  void said(Child child, String what) {
    display.line("  %s says: %s", child.name(), what);
  }

  void arrived(String sourceHash, String arrivedHash) {
    display.endProgress();
    display.line("");
    display.line("  SHA-256 of the source      %s", sourceHash);
    display.line("  SHA-256 of what arrived    %s", arrivedHash);
  }

  /** What those said that slept when the set was removed. */
  void removed(Journal journal) {
    display.line("");
    display.line("  The set was removed (IPC_RMID) while they waited for more:");
    journal
        .removals()
        .forEach((seat, what) -> display.line("    %-12s %s", nameOf(seat), brief(what)));
    if (journal.removalAtActor() != null) {
      display.line("    %-12s %s", "an actor", brief(journal.removalAtActor()));
    }
  }

  /** The call and its error, without the names of the fields. */
  private static String brief(String message) {
    return message
        .replaceAll("sem_(num|op|flg)=", "")
        .replaceAll("\\(Identifier removed\\).*", "(Identifier removed)");
  }

  private String nameOf(int seat) {
    return workshop.children().get(seat).name();
  }
}
