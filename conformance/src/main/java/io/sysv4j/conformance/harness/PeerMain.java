package io.sysv4j.conformance.harness;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The program of a peer: reads requests from its standard input, answers on its standard output.
 * Its exit is what the test is about, so it does nothing at exit; it ends when its input does, so
 * that no peer outlives its referee.
 *
 * <p>By hand: {@code java ... PeerMain kernel:/}, then for example (tabs between fields) {@code 1
 * semget 0 2 0600}, {@code 2 semop 5 [(0,-1,0)]}, {@code 3 interrupt 2}, {@code 4 exit 0}.
 */
public final class PeerMain {
  private PeerMain() {}

  /**
   * Serves until the input ends.
   *
   * @param args the URI of the namespace, opened at the first call on it
   */
  public static void main(String[] args) throws IOException {
    PrintStream replies =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    System.setOut(System.err); // nothing but replies may reach the referee
    PeerCalls calls = new PeerCalls(args[0], line -> reply(replies, line));
    calls.hello();
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      calls.handle(Wire.fields(line));
    }
    System.exit(0); // pool threads may still sleep in a set
  }

  private static void reply(PrintStream replies, String line) {
    synchronized (replies) {
      replies.print(line + "\n");
      replies.flush();
    }
  }
}
