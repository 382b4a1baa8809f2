package io.sysv4j.offheap.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * What the tables of a namespace go through when somebody dies over them. Objects are numbered in
 * the order in which they are made, sets and segments together.
 *
 * <pre>
 *   M makes 5 2          semget: key 5 (0 = IPC_PRIVATE), 2 semaphores
 *   M allots 5 9000      shmget: key 5, 9000 bytes
 *   M removes 0          IPC_RMID
 *   M permits 0 640      IPC_SET: the mode
 *   M attaches 0         shmat
 *   M detaches 0         shmdt, of its attach made first
 *   M locks 0            SHM_LOCK
 *   M holds 0            an operation with SEM_UNDO on a set
 *   M waits 0            goes to sleep in a set
 *   M joins              opens the namespace
 *   M closes; M settles; M dies
 * </pre>
 */
final class TableScenarios {
  /** What happens before, and what M does then. */
  record TableScenario(List<Step> before, Step deadly) {
    @Override
    public String toString() {
      return String.join("; ", before.stream().map(Step::toString).toList()) + " ⇒ " + deadly;
    }
  }

  private final List<TableScenario> made = new ArrayList<>();

  private TableScenarios() {}

  private void add(String before, String deadly) {
    made.add(new TableScenario(Step.parseAll(before), Step.parse(deadly)));
  }

  static List<TableScenario> all() {
    TableScenarios s = new TableScenarios();
    s.sets();
    s.segments();
    s.comingAndGoing();
    return s.made;
  }

  private void sets() {
    String six = "A makes 1 1; A makes 2 2; A makes 3 3; A makes 4 4; A makes 5 5; A makes 6 6";
    for (String before : List.of("", "A makes 0 3", six, six + "; A removes 3; A removes 1")) {
      add(before, "M makes 0 4");
      add(before, "M makes 77 1");
      add(before, "M makes -1 1");
    }
    for (int number = 0; number < 6; number++) {
      add(six, "M removes " + number);
    }
    add("A makes 0 1; C holds 0; D waits 0", "M removes 0");
    add("A makes 9 1; C waits 0; C dies", "M removes 0");
    add("A makes 9 1; A removes 0; C makes 9 2", "M removes 1");
    for (String mode : List.of("644", "400", "222", "777", "0")) {
      add(six, "M permits 2 " + mode);
    }
  }

  private void segments() {
    String five =
        "A allots 1 1; A allots 2 5000; A allots 0 4096; A allots 4 4097; A allots 5 10000";
    for (String before : List.of("", five, five + "; A removes 1; A makes 5 1")) {
      add(before, "M allots 0 1");
      add(before, "M allots 77 70000");
      add(before, "M allots -5 4096");
    }
    for (int number = 0; number < 5; number++) {
      add(five, "M removes " + number);
      add(five + "; C attaches " + number, "M removes " + number);
      add(five + "; M attaches " + number, "M removes " + number);
    }
    add(five + "; C attaches 1; C dies", "M removes 1");
    String attached = five + "; M attaches 1; C attaches 1; C attaches 1; A attaches 3";
    for (String step :
        List.of("attaches 1", "attaches 0", "detaches 0", "locks 1", "permits 1 640")) {
      add(attached, "M " + step);
      add(attached + "; A removes 1", "M " + step);
    }
    add("A allots 3 1; M attaches 0; A removes 0", "M detaches 0");
    add("A allots 3 1; M attaches 0; C attaches 0; A removes 0; C detaches 0", "M detaches 0");
    add("A allots 3 1; M attaches 0; A removes 0; A allots 3 9", "M detaches 0");
    String gone = "A allots 3 1; C attaches 0; M settles; A removes 0; C dies";
    for (String step :
        List.of("attaches 0", "permits 0 640", "locks 0", "removes 0", "allots 3 7")) {
      add(gone, "M " + step);
    }
  }

  private void comingAndGoing() {
    List<String> left =
        List.of(
            "",
            "A makes 1 1; C holds 0; C dies",
            "A makes 1 1; C holds 0; D waits 0; C dies; D dies",
            "A allots 1 1; C attaches 0; A removes 0; C dies",
            "A allots 1 1; C attaches 0; D attaches 0; A removes 0; C dies; D dies",
            "A makes 1 1; A makes 2 1; C holds 1; C holds 0; A allots 1 1; C attaches 2; C dies",
            "A allots 1 1; A allots 2 1; C attaches 0; C attaches 1; A removes 0; C dies");
    for (String before : left) {
      add(before, "M joins");
      add(before, "M settles");
    }
    add("M closes", "M joins");
    add("A allots 1 1; M attaches 0", "M closes");
    add("A allots 1 1; M attaches 0; M attaches 0; A removes 0", "M closes");
    add("A makes 1 1; A makes 2 1; M holds 0; M holds 1; M waits 0", "M closes");
    add(
        "A makes 1 1; M holds 0; A allots 1 1; M attaches 1; C attaches 1; C removes 1",
        "M closes");
  }
}
