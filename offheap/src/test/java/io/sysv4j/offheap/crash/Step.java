package io.sysv4j.offheap.crash;

import io.sysv4j.Ipc;
import io.sysv4j.law.Packed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One line of a scenario: who does what. Participants are letters; M is the one that dies.
 *
 * <pre>
 *   M does s0-1 s1+1u         operations with IPC_NOWAIT; u = SEM_UNDO
 *   A sleeps s0-1 s1=0        a thread that waits on its futex
 *   A spins s0-1              a thread that waits, and has not parked yet
 *   A asks s0-1               a future that waits
 *   A cancels 0               gives up the sleeper that was made first
 *   A acknowledges 0          has seen that it is done
 *   A sets 1 5                SETVAL of semaphore 1
 *   A fills 5 0 2             SETALL
 *   A removes                 IPC_RMID
 *   A looks                   GETALL
 *   A counts                  GETNCNT
 *   A settles                 what its janitor does
 *   A closes                  leaves in good order
 *   A dies
 * </pre>
 */
record Step(char who, String verb, List<String> arguments) {
  static Step parse(String line) {
    String[] words = line.trim().split(" +");
    return new Step(
        words[0].charAt(0), words[1], List.of(Arrays.copyOfRange(words, 2, words.length)));
  }

  static List<Step> parseAll(String lines) {
    List<Step> steps = new ArrayList<>();
    for (String line : lines.split("[;\n]")) {
      if (!line.isBlank()) {
        steps.add(parse(line));
      }
    }
    return steps;
  }

  boolean maySleep() {
    return verb.equals("sleeps") || verb.equals("spins") || verb.equals("asks");
  }

  int number(int argument) {
    return Integer.parseInt(arguments.get(argument));
  }

  int[] numbers() {
    return arguments.stream().mapToInt(Integer::parseInt).toArray();
  }

  long[] sops() {
    return arguments.stream().mapToLong(this::sop).toArray();
  }

  private long sop(String text) {
    boolean isUndo = text.endsWith("u");
    int end = isUndo ? text.length() - 1 : text.length();
    int sign = Math.max(text.indexOf('+'), Math.max(text.indexOf('-'), text.indexOf('=')));
    int num = Integer.parseInt(text.substring(1, sign));
    int op = Integer.parseInt(text.substring(text.charAt(sign) == '=' ? sign + 1 : sign, end));
    return Packed.pack(num, op, (isUndo ? Ipc.SEM_UNDO : 0) | (maySleep() ? 0 : Ipc.IPC_NOWAIT));
  }

  /** Does it to the model. */
  int tell(Model model) {
    switch (verb) {
      case "does":
      case "sleeps":
      case "spins":
      case "asks":
        return model.semop(who, maySleep(), sops());
      case "cancels":
        model.cancel(number(0));
        return 0;
      case "acknowledges":
        model.acknowledge(number(0));
        return 0;
      case "sets":
        model.setVal(number(0), number(1));
        return 0;
      case "fills":
        model.setAll(numbers());
        return 0;
      case "removes":
        model.remove();
        return 0;
      case "closes":
      case "dies":
        model.exit(who);
        return 0;
      case "looks":
      case "counts":
      case "settles":
        return 0;
      default:
        throw new IllegalArgumentException("who knows how to '" + verb + "'?");
    }
  }

  /** What the engine answered must be what the model does. */
  void requireSame(int answer, int expected) {
    if (answer != expected) {
      throw new AssertionError(this + ": answered " + answer + ", not " + expected);
    }
  }

  @Override
  public String toString() {
    return (who + " " + verb + " " + String.join(" ", arguments)).trim();
  }
}
