package io.sysv4j.conformance.planted;

/** Stands for core, and keeps to the JDK. */
public class PlantedContract {
  protected java.util.List<String> names;
}
