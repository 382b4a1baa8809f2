package io.sysv4j.tools;

import io.sysv4j.IpcException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The command line: the tools of System V IPC, by their own names and with their own output, for
 * every provider. Exit status: 0 = done, 1 = failed (an unknown id, for instance), 2 = bad usage.
 */
@Command(
    name = "sysv4j",
    synopsisSubcommandLabel = "COMMAND",
    description = "The tools of System V IPC, for namespaces of every kind.",
    subcommands = {Ipcs.class, Ipcmk.class, Ipcrm.class, HelpCommand.class})
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  /** Runs a command and exits with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, ready to execute. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::refuse)
        .setExecutionExceptionHandler(Main::failed);
  }

  /** Without a command: which there are. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }

  private static int refuse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command.getErr().println(command.getCommandName() + ": " + e.getMessage());
    command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  /** A failed call, or a namespace that can't be opened, is one line; all else is our mistake. */
  private static int failed(Exception e, CommandLine command, ParseResult parsed) throws Exception {
    if (e instanceof IpcException || e instanceof IllegalArgumentException) {
      command.getErr().println(command.getCommandName() + ": " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
    throw e;
  }
}
