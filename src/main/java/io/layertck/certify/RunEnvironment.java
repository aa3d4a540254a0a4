package io.layertck.certify;

import java.util.Map;
import java.util.TreeMap;

/** What a run depends on besides the subject. */
final class RunEnvironment {
  private RunEnvironment() {}

  static Map<String, String> describe() {
    Map<String, String> environment = new TreeMap<>();
    environment.put(
        "jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    environment.put(
        "os",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    environment.put("cpu", Runtime.getRuntime().availableProcessors() + " processors");
    return environment;
  }
}
