package io.layertck.survivor;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Why changes of one kind to one method show in no test.
 *
 * @param number how many of them survive
 * @param reason why no test can tell them from the method as it is, or need not
 */
record ExplainedMutation(
    @JsonProperty(value = "class", required = true) String type,
    @JsonProperty(required = true) String method,
    @JsonProperty(required = true) String mutation,
    @JsonProperty(required = true) int number,
    @JsonProperty(required = true) String reason) {
  /** Requires a number and a reason. */
  ExplainedMutation {
    if (number < 1 || reason.isBlank()) {
      throw new IllegalArgumentException(
          type + "." + method + ": " + mutation + " has no number or no reason");
    }
  }

  /** Returns the change that is explained. */
  Mutation change() {
    return new Mutation(type, method, mutation);
  }
}
