package io.sysv4j.examples.demo;

import io.sysv4j.IpcException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The demo: a producer and two consumers, each a JVM of its own, move a file through a bounded
 * buffer in shared memory; some are killed on the way, and nothing is lost. Read on in {@link
 * BoundedBuffer}, {@link Worker} and {@link Foreman}.
 */
@Command(
    name = "demo",
    sortOptions = false,
    description = "Move a file through shared memory between JVMs, of which some are killed.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:all that was checked was true",
      "1:something was not true, or failed",
      "2:a bad argument"
    })
public final class Demo implements Callable<Integer> {
  private static final int MOST_KILLS = 100;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file to move; by default a large one that every JDK has.")
  private Path file;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "URI",
      description = "The namespace, such as kernel:/; by default a fresh offheap: one.")
  private String namespace;

  @Option(
      names = "--kills",
      defaultValue = "1",
      description = "How many JVMs to kill (default ${DEFAULT-VALUE}).")
  private int kills;

  @Option(
      names = "--slots",
      defaultValue = "16",
      description = "How many chunks the buffer holds (default ${DEFAULT-VALUE}).")
  private int slots;

  @Option(
      names = "--chunk",
      paramLabel = "BYTES",
      converter = ByteCount.class,
      description = "Size of a chunk, such as 4096 or 64K (default 64K).")
  private int chunk;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  /** Runs the demo and exits with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Demo()).setParameterExceptionHandler(Demo::refuse);
  }

  private static int refuse(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("demo: " + e.getMessage());
    err.println("Try './sysv4j demo --help'.");
    return ExitCode.USAGE;
  }

  @Override
  public Integer call() throws InterruptedException {
    Display display = Display.onStandardOutput();
    Show show = new Show(plan(), display);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(show, display)));
    try (show) {
      open(show);
      return show.run() ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IOException | IpcException | IllegalStateException e) {
      display.error(e.toString());
    } catch (ExecutionException e) {
      display.error(e.getCause().toString());
    }
    return ExitCode.SOFTWARE;
  }

  private void open(Show show) throws IOException {
    try {
      show.open();
    } catch (IllegalArgumentException e) {
      throw bad(e.getMessage()); // a namespace that nobody can open
    }
  }

  /** After Ctrl-C; at a normal end all is clean already. */
  private static void cleanUp(Show show, Display display) {
    display.mute();
    try {
      show.close();
    } catch (IOException | RuntimeException e) {
      System.err.println("demo: could not clean up: " + e);
    }
  }

  private Plan plan() {
    Path source = file == null ? Path.of(System.getProperty("java.home"), "lib", "modules") : file;
    checkKills();
    try {
      return Plan.of(source, sizeOf(source), chunk, slots, kills, namespace);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private long sizeOf(Path source) {
    if (!Files.exists(source)) {
      throw bad(source + ": no such file");
    }
    if (Files.isDirectory(source)) {
      throw bad(source + ": is a directory; name a file");
    }
    if (!Files.isRegularFile(source)) {
      throw bad(source + ": is not a regular file");
    }
    if (!Files.isReadable(source)) {
      throw bad(source + ": permission denied");
    }
    try {
      return Files.size(source);
    } catch (IOException e) {
      throw bad(e.toString());
    }
  }

  private void checkKills() {
    if (kills < 0 || kills > MOST_KILLS) {
      throw bad("--kills must be 0.." + MOST_KILLS + ", not " + kills);
    }
  }

  private ParameterException bad(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
