package io.layertck.certify;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Arrays;

/** Tells which classes a written test can make an instance of. */
final class Constructible {
  private Constructible() {}

  /** Tells whether any class can. */
  static boolean isPublic(Class<?> type) {
    return isNamed(type)
        && Modifier.isPublic(type.getModifiers())
        && Arrays.stream(type.getConstructors())
            .anyMatch(constructor -> constructor.getParameterCount() == 0);
  }

  /** Tells whether a class of the same package can. */
  static boolean isInPackage(Class<?> type) {
    return isNamed(type)
        && !Modifier.isPrivate(type.getModifiers())
        && Arrays.stream(type.getDeclaredConstructors()).anyMatch(Constructible::isOpen);
  }

  private static boolean isOpen(Constructor<?> constructor) {
    return constructor.getParameterCount() == 0 && !Modifier.isPrivate(constructor.getModifiers());
  }

  /** An inner class needs an outer instance, which its constructor shows. */
  private static boolean isNamed(Class<?> type) {
    return type.getCanonicalName() != null && !Modifier.isAbstract(type.getModifiers());
  }
}
