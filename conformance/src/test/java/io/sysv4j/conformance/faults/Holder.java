package io.sysv4j.conformance.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sysv4j.Ipc;
import io.sysv4j.IpcNamespace;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;

/** A JVM that takes a unit of each set with SEM_UNDO, says so, and holds them until it dies. */
final class Holder {
  private static final int MEGABYTE = 1 << 20;

  private Holder() {}

  /**
   * Holds.
   *
   * @param args URI, how many megabytes to be big, and the sets
   */
  public static void main(String[] args) throws Exception {
    List<byte[]> ballast = new ArrayList<>();
    for (int i = Integer.parseInt(args[1]); i > 0; i--) {
      byte[] megabyte = new byte[MEGABYTE];
      java.util.Arrays.fill(megabyte, (byte) i);
      ballast.add(megabyte);
    }
    IpcNamespace namespace = IpcNamespace.open(args[0]);
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    System.out.println("ready");
    input.readLine();
    for (int i = 2; i < args.length; i++) {
      namespace.semop(Integer.parseInt(args[i]), 0, -1, Ipc.SEM_UNDO);
    }
    System.out.println("holding");
    input.readLine(); // nothing ever comes
    System.out.println(ballast.size());
  }
}
