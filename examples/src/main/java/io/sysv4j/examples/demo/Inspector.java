package io.sysv4j.examples.demo;

import io.sysv4j.IpcNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Checks what a run must have made true. */
final class Inspector {
  private final Workshop workshop;
  private final Geometry geometry;
  private final Verdict verdict = new Verdict();

  Inspector(Workshop workshop) {
    this.workshop = workshop;
    this.geometry = workshop.plan().geometry();
  }

  /** When all has arrived, and everybody waits for more. */
  void inspectArrival(Journal journal, String sourceHash, String arrivedHash) throws IOException {
    verdict.equal("what arrived is what was sent (SHA-256)", sourceHash, arrivedHash);
    verdict.equal(
        "its length is that of the source",
        geometry.fileSize(),
        Files.size(workshop.scratch().arrived()));
    inspectLedger();
    inspectValues();
    if (workshop.plan().kills() > 0) {
      inspectDeaths(journal);
      inspectCorrections(journal);
    }
  }

  private void inspectLedger() {
    int missing = 0;
    for (int chunk = 0; chunk < geometry.chunks(); chunk++) {
      boolean filled = workshop.segment().fillerOf(chunk) >= 0;
      boolean drained = workshop.segment().drainerOf(chunk) >= 0;
      missing += filled && drained ? 0 : 1;
    }
    verdict.equal("every chunk is in the ledger, once", 0, missing);
  }

  private void inspectValues() {
    String expected = "MUTEX=1 FREE=" + geometry.slots() + " FULL=0 LEFT=0";
    IpcNamespace ns = workshop.ns();
    StringBuilder actual = new StringBuilder();
    for (int sem : new int[] {Sems.MUTEX, Sems.FREE, Sems.FULL, Sems.LEFT}) {
      actual.append(actual.length() == 0 ? "" : " ");
      actual.append(Sems.name(sem)).append('=').append(ns.getVal(workshop.semid(), sem));
    }
    verdict.equal("the semaphores end as they must: " + expected, expected, actual.toString());
  }

  private void inspectDeaths(Journal journal) {
    int kills = workshop.plan().kills();
    verdict.equal(
        Text.count(kills, "JVM") + " died, and SEM_UNDO ran", kills, journal.deaths().size());
    List<String> wrong = new ArrayList<>();
    for (Journal.Death death : journal.deaths()) {
      int status = journal.statuses().getOrDefault(death.child().seat(), -1);
      if (status != Child.KILLED || !death.heldUnits()) {
        wrong.add(death + " with exit status " + status);
      }
    }
    verdict.equal("each by SIGKILL, while it held units", List.of(), wrong);
  }

  /**
   * SEM_UNDO alone must put right every death but those between a slot word and its count. With
   * each of these the counts are behind by one, and exactly so much must have been corrected.
   */
  private void inspectCorrections(Journal journal) {
    int drained = deathsAt(journal, Instant.DRAINED_UNCOUNTED);
    int filled = deathsAt(journal, Instant.FILLED_UNCOUNTED);
    String expected = corrections(drained - filled, filled - drained, -drained);
    String actual =
        corrections(
            journal.correctionOf(Sems.FREE),
            journal.correctionOf(Sems.FULL),
            journal.correctionOf(Sems.LEFT));
    verdict.equal(
        drained + filled == 0
            ? "SEM_UNDO alone put the counts right"
            : "the counts were corrected by what the dead had not counted: " + expected,
        expected,
        actual);
  }

  private static int deathsAt(Journal journal, Instant instant) {
    return (int)
        journal.deaths().stream().filter(death -> death.trap().instant() == instant).count();
  }

  private static String corrections(int free, int full, int left) {
    return String.format("FREE%+d FULL%+d LEFT%+d", free, full, left);
  }

  /** When the set is removed, and everybody has ended. */
  void inspectEnd(Journal journal) {
    int waiting = Plan.PRODUCERS + Plan.CONSUMERS;
    long told = journal.removals().values().stream().filter(text -> text.contains("EIDRM")).count();
    verdict.equal("each of the " + waiting + " waiting JVMs reported EIDRM", (long) waiting, told);
    verdict.check(
        "so did the actor that slept",
        journal.removalAtActor() != null && journal.removalAtActor().contains("EIDRM"),
        "it heard: " + journal.removalAtActor());
    long failed =
        journal.statuses().entrySet().stream()
            .filter(end -> end.getValue() != (journal.isDead(end.getKey()) ? Child.KILLED : 0))
            .count();
    verdict.check(
        "nobody else has ended badly", failed == 0, "exit statuses " + journal.statuses());
  }

  Verdict verdict() {
    return verdict;
  }
}
