package io.sysv4j.examples.demo;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/** Writes for a person: lines, and below them a bar that moves, if there is a terminal. */
final class Display {
  private static final int BAR = 36;
  private static final String WIPE = "\r\033[K";

  private final PrintStream out;
  private final boolean terminal;
  private String bar = "";
  private int tenths;
  private boolean mute;

  Display(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  static Display onStandardOutput() {
    return new Display(System.out, isTerminal());
  }

  /** Since Java 22 there is a console also without a terminal; it has a method to ask. */
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Says nothing any more. */
  synchronized void mute() {
    mute = true;
  }

  synchronized void error(String message) {
    if (!mute) {
      System.err.println("demo: " + message);
    }
  }

  synchronized void line(String format, Object... args) {
    if (mute) {
      return;
    }
    String text = args.length == 0 ? format : String.format(Locale.ROOT, format, args);
    if (terminal) {
      out.print(WIPE + text + System.lineSeparator() + bar);
    } else {
      out.println(text);
    }
    out.flush();
  }

  /** Shows how far it is: a bar, or without a terminal a line for each tenth. */
  synchronized void progress(double done, String text) {
    if (mute) {
      return;
    }
    if (terminal) {
      int full = (int) (done * BAR);
      bar =
          String.format(
              Locale.ROOT,
              "  [%s%s] %3.0f %%  %s",
              "#".repeat(full),
              "-".repeat(BAR - full),
              done * 100,
              text);
      out.print(WIPE + bar);
      out.flush();
    } else if ((int) (done * 10) > tenths) {
      tenths = (int) (done * 10);
      line("  %3d %%  %s", tenths * 10, text);
    }
  }

  /** Leaves the bar where it is; lines go below it. */
  synchronized void endProgress() {
    if (terminal && !bar.isEmpty()) {
      out.println();
      bar = "";
    }
  }
}
