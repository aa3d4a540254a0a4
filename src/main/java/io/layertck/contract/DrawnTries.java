package io.layertck.contract;

import java.lang.reflect.Method;
import net.jqwik.api.Property;

/** How many cases a rule draws. */
public final class DrawnTries {
  private DrawnTries() {}

  /**
   * Returns the cases of a usual run, fewer where there are fewer.
   *
   * @param rule a property of a contract
   */
  public static int of(Method rule) {
    return rule.getAnnotation(Property.class).tries();
  }
}
