package io.sysv4j.examples.demo;

/** Who did what, how long it took, what was recovered, and whether all of it was true. */
final class Summary {
  private final Display display;
  private final Workshop workshop;
  private final Geometry geometry;
  private final Journal journal;

  Summary(Display display, Workshop workshop, Journal journal) {
    this.display = display;
    this.workshop = workshop;
    this.geometry = workshop.plan().geometry();
    this.journal = journal;
  }

  void print(Verdict verdict) {
    display.line("");
    display.line(
        "  %-12s %8s %8s %12s %8s %10s %7s  %s",
        "who", "pid", "chunks", "bytes", "sleeps", "asleep", "redone", "end");
    workshop.children().forEach(this::printWorker);
    display.line("");
    display.line(
        "  moved       %s in %s with the starts of %s: %s",
        Text.bytes(geometry.fileSize()),
        Text.seconds(journal.nanosMoving()),
        Text.count(workshop.children().size(), "JVM"),
        Text.rate(geometry.fileSize(), journal.nanosMoving()));
    display.line("  recovered   %s", recovered());
    display.line("");
    verdict.checks().forEach(this::printCheck);
  }

  private void printWorker(Child child) {
    SeatRecord record = workshop.segment().seat(child.seat());
    long chunks = 0;
    long bytes = 0;
    for (int chunk = 0; chunk < geometry.chunks(); chunk++) {
      if (moverOf(child.role(), chunk) == child.seat()) {
        chunks++;
        bytes += geometry.lengthOf(chunk);
      }
    }
    display.line(
        "  %-12s %8d %8d %12d %8d %10s %7d  %s",
        child.name(),
        child.pid(),
        chunks,
        bytes,
        record.sleeps(),
        Text.seconds(record.nanosAsleep()),
        record.redone(),
        journal.isDead(child.seat()) ? "SIGKILL" : "EIDRM");
  }

  private int moverOf(Role role, int chunk) {
    Segment segment = workshop.segment();
    return role.isProducer() ? segment.fillerOf(chunk) : segment.drainerOf(chunk);
  }

  private String recovered() {
    if (journal.deaths().isEmpty()) {
      return "nothing: nobody was killed";
    }
    long redone =
        workshop.children().stream()
            .mapToLong(child -> workshop.segment().seat(child.seat()).redone())
            .sum();
    return Text.count(journal.deaths().size(), "death")
        + ": SEM_UNDO gave back what they held; "
        + Text.count(redone, "chunk")
        + " done again; "
        + Text.count(journal.timesCorrected(), "count")
        + " corrected";
  }

  private void printCheck(Verdict.Check check) {
    if (check.isTrue()) {
      display.line("  true        %s", check.claim());
    } else {
      display.line("  NOT TRUE    %s: %s", check.claim(), check.found());
    }
  }
}
