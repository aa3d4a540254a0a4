package io.layertck.oracle.golden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.layertck.oracle.resource.UnusableResource;
import java.util.ArrayList;
import java.util.List;

/** Reads lists of records out of JSON; a field that a record does not have is a mistake. */
final class Records {
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private Records() {}

  static <T> List<T> of(Class<T> type, JsonNode array) {
    List<T> records = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      try {
        records.add(JSON.treeToValue(element, type));
      } catch (JsonProcessingException other) {
        throw new UnusableResource(
            "a golden file holds no " + type.getSimpleName() + " where one is expected: " + element,
            other);
      }
    }
    return records;
  }
}
