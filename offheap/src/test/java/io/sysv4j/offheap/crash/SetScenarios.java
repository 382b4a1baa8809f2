package io.sysv4j.offheap.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What sets go through when somebody dies over them: see {@link Step} for how it is told. */
final class SetScenarios {
  private final List<Scenario> made = new ArrayList<>();

  private SetScenarios() {}

  static List<Scenario> all() {
    return Stream.of(
            plain(),
            arrays(),
            oneSleeper(),
            manySleepers(),
            cascades(),
            fallingAsleep(),
            growing(),
            givingUp(),
            setting(),
            removing(),
            ending(),
            amongTheDead())
        .flatMap(List::stream)
        .toList();
  }

  private static int[] v(int... values) {
    return values;
  }

  private SetScenarios add(int[] initial, String before, String deadly) {
    made.add(Scenario.of(initial, before, deadly));
    return this;
  }

  private static String times(int count, String step) {
    return String.join(";", Collections.nCopies(count, step));
  }

  /** One operation, on a word that is gated, or is not, or soon is no more. */
  static List<Scenario> plain() {
    SetScenarios s = new SetScenarios();
    List<String> befores =
        List.of(
            "",
            "A looks",
            "A does s0-1u",
            "A does s0+1u; M does s0-1u",
            "M does s0+2u",
            "A looks;" + times(31, "A does s0+0"));
    for (String before : befores) {
      for (String op : List.of("s0+1", "s0-1", "s0+3u", "s0-2u", "s0=0u", "s0-9", "s0+32767")) {
        s.add(v(3), before, "M does " + op);
      }
    }
    s.add(v(0), "", "M does s0=0").add(v(0), "A looks", "M does s0=0");
    s.add(v(32767), "A does s0-1u", "M does s0+1").add(v(1), "M does s0-1u", "M does s0+1u");
    s.add(v(32767), "A does s0-1u;A does s0+1", "M does s0-1u");
    s.add(v(0), "M does s0+5u; A does s0-3", "M looks");
    return s.made;
  }

  /** Several operations, all or none. */
  static List<Scenario> arrays() {
    SetScenarios s = new SetScenarios();
    List<String> befores = List.of("", "A does s0-1u s2+1u; M does s1+2u s2-1u");
    List<String> ops =
        List.of(
            "s0-1 s1+1",
            "s0-1u s1+1",
            "s0-1u s1-1u s2-1u",
            "s0+1 s0-1 s0+1",
            "s0-1u s0+1u s0-1u",
            "s0-1 s1-1 s2-9",
            "s0=0 s1+1",
            "s3=0 s3+1u",
            "s3=0 s0-1u",
            "s3=0 s3=0u",
            "s0+1 s1+32767",
            "s0-1u s1-1 s2+1u s3+1 s0+1");
    for (String before : befores) {
      for (String op : ops) {
        s.add(v(2, 2, 2, 0), before, "M does " + op);
      }
    }
    return s.made;
  }

  /** A sleeper of each kind, and something that lets it go on, or does not. */
  static List<Scenario> oneSleeper() {
    SetScenarios s = new SetScenarios();
    for (String verb : List.of("sleeps", "spins", "asks")) {
      for (String sop : List.of("s0-1", "s0-1u", "s0-2", "s0-1u s1-1")) {
        s.add(v(0, 1), "A " + verb + " " + sop, "M does s0+1");
        s.add(v(0, 1), "A " + verb + " " + sop, "M does s0+2u");
        s.add(v(0, 1), "A " + verb + " " + sop, "M does s0+1u s1+1");
      }
      for (String sop : List.of("s0=0", "s0=0u", "s0=0 s1=0", "s0=0 s1+1", "s0=0 s0+1u")) {
        s.add(v(1, 0), "A " + verb + " " + sop, "M does s0-1");
        s.add(v(1, 0), "A " + verb + " " + sop, "M does s0-1u");
      }
    }
    s.add(v(2, 0), "M does s0-2u; A sleeps s0-1; C sleeps s0=0", "M does s0+1u");
    s.add(v(1, 0), "A sleeps s0=0 s1-1u", "M does s0-1 s1+1u");
    return s.made;
  }

  /** Who comes first, who is overtaken, who learns that it can never be. */
  static List<Scenario> manySleepers() {
    SetScenarios s = new SetScenarios();
    String line = "A sleeps s0-2; C spins s0-1; A sleeps s0-1u; C asks s0-1; D asks s0-1u";
    for (String op : List.of("s0+1", "s0+2", "s0+3u", "s0+4", "s0+9u")) {
      s.add(v(0), line, "M does " + op);
      s.add(v(0), line + "; A cancels 0; C cancels 1", "M does " + op);
    }
    String zeros = "A sleeps s0=0; C sleeps s0=0u; A asks s0=0; D spins s0=0 s1=0; C sleeps s0-3";
    for (String op : List.of("s0-1", "s0-1u", "s0+2", "s0+2u", "s0-1 s1-1", "s0-1 s0+1")) {
      s.add(v(1, 0), zeros, "M does " + op);
      s.add(v(1, 1), zeros, "M does " + op);
    }
    String mixed = "A sleeps s0-1; C sleeps s1-1; D sleeps s0-1 s1-1; A sleeps s1-1; C spins s0-1";
    for (String op : List.of("s0+1", "s1+1", "s0+1 s1+1", "s0+2u s1+2", "s1+3u", "s0+9 s1+9u")) {
      s.add(v(0, 0), mixed, "M does " + op);
      s.add(v(0, 0), mixed + "; D cancels 2", "M does " + op);
    }
    String late = "A sleeps s0-1 s1+32767; C sleeps s0-1 s1+32767u; D sleeps s0-1; A asks s0-1";
    s.add(v(0, 1), late, "M does s0+1").add(v(0, 1), late, "M does s0+3u");
    s.add(v(0, 0), late, "M does s0+3").add(v(0, 1), late, "M fills 2 0");
    s.add(v(9), "A does s0-8u;" + times(8, "A does s0+32760; A does s0-32760"), "M does s0-1u");
    return s.made;
  }

  /** One sleeper's operations let the next go on. */
  static List<Scenario> cascades() {
    SetScenarios s = new SetScenarios();
    String chain =
        "A sleeps s0-1 s1+1; C asks s1-1u s2+1; D spins s2-1 s3+1u; A sleeps s3-1; C sleeps s0=0";
    for (String op : List.of("s0+1", "s0+1u", "s1+1", "s0+2", "s0+1 s3+1")) {
      s.add(v(0, 0, 0, 0), chain, "M does " + op);
    }
    s.add(v(0, 0, 0, 0), chain, "M sets 0 1").add(v(0, 0, 0, 0), chain, "M fills 1 0 0 1");
    String locks = "A sleeps s0=0 s0+1u; C sleeps s0=0 s0+1u; D asks s0=0 s0+1; A sleeps s0=0";
    s.add(v(0), "M does s0=0 s0+1u;" + locks, "M does s0-1u");
    s.add(v(0), "M does s0=0 s0+1u;" + locks, "M looks");
    s.add(v(1), "A sleeps s0=0; C sleeps s0-2", "M does s0+1");
    s.add(v(1), "A sleeps s0=0 s0+1; C sleeps s0=0", "M does s0-1");
    s.add(v(0, 0), "A sleeps s0-1; C sleeps s1-1", "M does s0+1 s1+1u");
    s.add(v(0, 0), "A asks s0-1 s1+1; C asks s0=0 s1-1; D asks s1-1 s0+1", "M does s0+2 s1+1u");
    s.add(v(0, 3), "A sleeps s0-1 s1-1; C sleeps s0-1 s1-1; D sleeps s1=0", "M does s0+3u");
    return s.made;
  }

  /** M goes to sleep: alone, first of many, with an array, with more than a record holds. */
  static List<Scenario> fallingAsleep() {
    SetScenarios s = new SetScenarios();
    for (String verb : List.of("sleeps", "spins", "asks")) {
      s.add(v(0, 0), "", "M " + verb + " s0-1").add(v(0, 0), "", "M " + verb + " s0-1u");
      s.add(v(1, 0), "", "M " + verb + " s0=0").add(v(1, 1), "", "M " + verb + " s0=0 s1=0");
      s.add(v(1, 0), "M does s0-1u s1+2u", "M " + verb + " s0-1u s1+1");
      s.add(v(1, 0), "A sleeps s0-2; C sleeps s1-1", "M " + verb + " s0-1 s1-1u");
    }
    s.add(v(0, 0, 0), "A sleeps s0-1; C sleeps s2-1; D sleeps s1-1", "M sleeps s0-1 s2-1");
    s.add(v(0, 0), "A sleeps s0-1 s1-1; C sleeps s0-1", "M sleeps s0-1");
    s.add(v(0, 0), "A sleeps s0-1; M sleeps s0-1 s1-1; C sleeps s1-1", "M cancels 1");
    for (int nsops : new int[] {8, 9, 23, 24, 40}) {
      s.add(v(0, 500), "", "M sleeps " + many(nsops, "s1-1") + " s0-1");
      s.add(v(0, 500), "A sleeps " + many(nsops, "s1-1u") + " s0-1", "M does s0+1");
      s.add(v(0, 500), "A sleeps " + many(nsops, "s1-1") + " s0-1; A cancels 0", "M looks");
      s.add(v(0, 500), "A sleeps " + many(nsops, "s1-1") + " s0-1; A dies; C counts", "M looks");
    }
    return s.made;
  }

  private static String many(int count, String op) {
    return String.join(" ", Collections.nCopies(count, op));
  }

  /** There is no room for one more sleeper, or for one more undo row. */
  static List<Scenario> growing() {
    SetScenarios s = new SetScenarios();
    for (int full : new int[] {7, 8, 16, 32}) {
      s.add(v(0, 9), times(full, "A sleeps s0-1"), "M sleeps s0-1");
      s.add(v(0, 9), times(full, "A sleeps s0-1"), "M sleeps " + many(20, "s1-1") + " s0-1u");
    }
    s.add(v(0), times(9, "A sleeps s0-1"), "M does s0+9");
    s.add(v(0, 9), times(9, "A sleeps s0-1 s1+1"), "M does s0+9u");
    String rows = "A does s0+1u; C does s0+1u; D does s0-1u; E does s1+1u";
    s.add(v(3, 3), rows, "M does s0-1u").add(v(3, 3), rows, "M sleeps s0-9u");
    s.add(v(3, 3), rows + "; F does s1-1u", "M does s1-1u s0+1u");
    s.add(v(3, 3), rows + "; F does s1-1u", "M sets 0 1");
    s.add(v(3, 3), rows + "; F does s1-1u", "M fills 1 1");
    s.add(v(0, 9), rows + ";" + times(8, "A sleeps s1-20"), "M sleeps s1-30u");
    return s.made;
  }

  /** A time-out or an interrupt; and what is given back is taken by the next. */
  static List<Scenario> givingUp() {
    SetScenarios s = new SetScenarios();
    s.add(v(0), "M sleeps s0-1", "M cancels 0");
    s.add(v(0), "A sleeps s0-1; M spins s0-1; A asks s0-1", "M cancels 1");
    s.add(v(0, 0), "A sleeps s0-1; M sleeps s0-1 s1-1u; A sleeps s0-1; A does s0+1", "M cancels 1");
    s.add(v(0), "M sleeps s0-1; A does s0+1", "M acknowledges 0");
    s.add(v(0), "M sleeps s0-1u; A does s0+1", "M acknowledges 0");
    s.add(v(1), "A sleeps s0-2; M sleeps s0=0; C does s0-1", "M acknowledges 1");
    String line = "A sleeps s0-1; C sleeps s0-1; A sleeps s0-1 s1-1; C asks s0-1; D sleeps s1-1";
    List<String> given =
        List.of(
            "; A cancels 0",
            "; A cancels 2",
            "; C cancels 1; A cancels 0; A cancels 2",
            "; A cancels 2; C cancels 3; D cancels 4",
            "; Z does s0+1; A acknowledges 0; A cancels 2");
    for (String give : given) {
      for (String next : List.of("does s0+1", "sleeps s0-1", "counts", "does s0+2u s1+1")) {
        s.add(v(0, 0), line + give, "M " + next);
      }
    }
    s.add(v(0, 0), "A sleeps s0-1; M sleeps s0-1; C cancels 0; M cancels 1", "M does s0-1u");
    return s.made;
  }

  /** SETVAL and SETALL, under sleepers and undo. */
  static List<Scenario> setting() {
    SetScenarios s = new SetScenarios();
    List<String> befores =
        List.of(
            "",
            "A does s0-1u s1-1u; M does s0+3u; C does s1+1u",
            "A does s0-2u; A sleeps s0-4; C sleeps s0=0; D asks s0-4u s1-1",
            "M does s1-1u; A spins s0=0 s1=0; C sleeps s1-2 s0-2; A asks s0-1 s0-2");
    for (String before : befores) {
      for (String set : List.of("sets 0 0", "sets 0 7", "sets 1 3", "fills 0 0", "fills 5 2")) {
        s.add(v(2, 1), before, "M " + set);
      }
    }
    return s.made;
  }

  /** IPC_RMID. */
  static List<Scenario> removing() {
    SetScenarios s = new SetScenarios();
    List<String> befores =
        List.of(
            "",
            "A does s0+1u; M does s0+2u",
            "A sleeps s0-9; C asks s0-9u; D spins s0=0; A sleeps s0-9 s1=0",
            "M sleeps s0-9; A does s0-1u",
            "A sleeps s0-9; A dies",
            "A sleeps s0-9; C sleeps s0-9; A cancels 0",
            "A asks s0-2; C asks s0-2; D does s0+2");
    for (String before : befores) {
      s.add(v(1, 1), before, "M removes");
    }
    return s.made;
  }

  /** M leaves in good order, or tries. */
  static List<Scenario> ending() {
    SetScenarios s = new SetScenarios();
    List<String> befores =
        List.of(
            "",
            "M does s0-1u",
            "M does s0-1u s1+2u; A sleeps s0-2; C sleeps s1-3",
            "M does s0+1u; A sleeps s0=0; C sleeps s0-5; A does s0-1",
            "M sleeps s0-5; A sleeps s0-4; M does s0-1u; M spins s0-9 s1-9; C asks s0-2",
            "M sleeps s0-5; M cancels 0; A sleeps s0-5",
            "Z does s1+1; M does s1-1u; A sleeps s0-2 s1-1");
    for (String before : befores) {
      s.add(v(2, 0), before, "M closes");
      s.add(v(2, 0), before, "M settles");
    }
    return s.made;
  }

  /** Others have died before, and nobody has noticed. */
  static List<Scenario> amongTheDead() {
    SetScenarios s = new SetScenarios();
    List<String> befores =
        List.of(
            "A does s0-1u; A dies",
            "A does s0-1u; C sleeps s0-2; A dies",
            "A does s0+1u; C sleeps s0=0; D does s0-1; A dies",
            "A does s0-1u s1-1u; C does s0+2u; D sleeps s0-5; A dies; C dies",
            "A sleeps s0-4; C sleeps s0-4; A dies",
            "A sleeps s0-4 s1-1; D asks s0-4; C does s0-1u; A does s1-1u; A dies; C dies",
            "A does s0+5u; C does s0-6u; A dies",
            "A does s1-1u; C sleeps s0-2 s1-1; A dies",
            "A does s1-1u; C does s0+1u; D sleeps s1-1 s0+9; D sleeps s0-20; A dies");
    List<String> deadly =
        List.of("does s0+3", "does s0-1u", "does s0=0", "does s0-3", "counts", "sets 0 4").stream()
            .toList();
    for (String before : befores) {
      for (String step : deadly) {
        s.add(v(2, 1), before, "M " + step);
      }
      s.add(v(2, 1), before, "M looks").add(v(2, 1), before, "M settles");
      s.add(v(2, 1), before, "M closes").add(v(2, 1), before, "M sleeps s0-9");
    }
    return s.made;
  }
}
