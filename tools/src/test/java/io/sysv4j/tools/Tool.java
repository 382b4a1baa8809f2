package io.sysv4j.tools;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What a command did.
 *
 * @param status its exit status
 * @param out its standard output
 * @param err its standard error
 */
record Tool(int status, String out, String err) {
  /** Runs a command of ours in this process. */
  static Tool run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int status = line.execute(arguments);
    return new Tool(status, out.toString(), err.toString());
  }
}
