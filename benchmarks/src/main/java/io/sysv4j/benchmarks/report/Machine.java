package io.sysv4j.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Where and when it was measured. */
public final class Machine {
  private static final double BUSY = 0.5;

  private final double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  private final Map<String, String> facts = new LinkedHashMap<>();

  /** Looks at the machine, before the measuring loads it. */
  public Machine(String profile) {
    facts.put("profile", profile);
    facts.put(
        "date",
        ZonedDateTime.now(ZoneOffset.UTC)
            .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")));
    facts.put("processor", processor());
    facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("load average before", Quantity.digits(load));
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put(
        "JDK",
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
  }

  /** Whether somebody else is busy here, who would disturb the measurement. */
  public boolean isBusy() {
    return load > BUSY;
  }

  private static String processor() {
    String architecture = System.getProperty("os.arch");
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim() + " (" + architecture + ")")
          .findFirst()
          .orElse(architecture);
    } catch (IOException notLinux) {
      return architecture;
    }
  }

  Map<String, String> facts() {
    return facts;
  }

  @Override
  public String toString() {
    return facts.entrySet().stream()
        .map(fact -> fact.getKey() + ": " + fact.getValue())
        .collect(Collectors.joining(" · "));
  }
}
