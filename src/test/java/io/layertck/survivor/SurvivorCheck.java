package io.layertck.survivor;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Holds PIT's report against the explanations: every survivor has one, and each is needed. */
public final class SurvivorCheck {
  private SurvivorCheck() {}

  /**
   * Checks a report and ends with status 1 where it and the explanations differ.
   *
   * @param paths of PIT's {@code mutations.xml} and of the explanations
   * @throws IOException if a file cannot be read
   */
  public static void main(String[] paths) throws IOException {
    try (InputStream report = Files.newInputStream(Path.of(paths[0]));
        InputStream explanations = Files.newInputStream(Path.of(paths[1]))) {
      List<String> differences = differences(survivors(report), explanations(explanations));
      differences.forEach(System.out::println);
      System.out.println(
          differences.isEmpty()
              ? "Every mutant that survives is explained in " + paths[1]
              : differences.size() + " differences between the survivors and " + paths[1]);
      if (!differences.isEmpty()) {
        System.exit(1);
      }
    }
  }

  /**
   * Reads how many changes of each kind no test found.
   *
   * @throws IOException if the report is none of PIT's, or tells of no change at all
   */
  static Map<Mutation, Integer> survivors(InputStream report) throws IOException {
    NodeList mutations = mutations(report);
    if (mutations.getLength() == 0) {
      throw new IOException("the report has no mutations");
    }
    Map<Mutation, Integer> survivors = new TreeMap<>();
    for (int i = 0; i < mutations.getLength(); i++) {
      Element mutation = (Element) mutations.item(i);
      if (!mutation.getAttribute("detected").equals("true")) {
        survivors.merge(
            Mutation.of(
                text(mutation, "mutatedClass"),
                text(mutation, "mutatedMethod"),
                text(mutation, "description")),
            1,
            Integer::sum);
      }
    }
    return survivors;
  }

  private static NodeList mutations(InputStream report) throws IOException {
    try {
      return DocumentBuilderFactory.newDefaultNSInstance()
          .newDocumentBuilder()
          .parse(report)
          .getElementsByTagName("mutation");
    } catch (ParserConfigurationException | SAXException unreadable) {
      throw new IOException("the report is no XML", unreadable);
    }
  }

  private static String text(Element mutation, String name) {
    return mutation.getElementsByTagName(name).item(0).getTextContent();
  }

  /**
   * Reads how many changes of each kind are explained.
   *
   * @throws IOException if they are no list of {@link ExplainedMutation}
   */
  static Map<Mutation, Integer> explanations(InputStream json) throws IOException {
    Map<Mutation, Integer> explained = new TreeMap<>();
    for (ExplainedMutation explanation :
        new ObjectMapper().readValue(json, ExplainedMutation[].class)) {
      explained.merge(explanation.change(), explanation.number(), Integer::sum);
    }
    return explained;
  }

  /** Returns a sentence for every kind of change of which other numbers survive than explained. */
  static List<String> differences(
      Map<Mutation, Integer> survivors, Map<Mutation, Integer> explained) {
    SortedSet<Mutation> all = new TreeSet<>(survivors.keySet());
    all.addAll(explained.keySet());
    List<String> differences = new ArrayList<>();
    for (Mutation mutation : all) {
      int surviving = survivors.getOrDefault(mutation, 0);
      int expected = explained.getOrDefault(mutation, 0);
      if (surviving != expected) {
        differences.add(mutation + ": " + surviving + " survive, " + expected + " are explained");
      }
    }
    return differences;
  }
}
