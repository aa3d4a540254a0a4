package io.layertck.explain;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes values down as Java expressions: a record as the call of its constructor, a tensor with
 * all its elements, bit for bit.
 *
 * <p>Collects the imports that the expressions need.
 */
final class JavaSource {
  /** Elements of which a method can hold no more as literals. */
  private static final int MOST_LITERALS = 6000;

  /** Characters of a decimal beyond which hexadecimal digits are clearer. */
  private static final int LONGEST_DECIMAL = 8;

  private static final int LONGEST_LINE = 80;

  private final Set<String> imports = new TreeSet<>();
  private int literals;
  private int depth;

  /** Returns the imports, sorted. */
  Set<String> imports() {
    return imports;
  }

  /** Tells whether the expressions so far fit into one method. */
  boolean fits() {
    return literals <= MOST_LITERALS;
  }

  /** Returns the name of a class as it is written, and imports it. */
  String name(Class<?> type) {
    Class<?> outer = type;
    StringBuilder name = new StringBuilder(type.getSimpleName());
    for (Class<?> next = type.getEnclosingClass(); next != null; next = next.getEnclosingClass()) {
      name.insert(0, next.getSimpleName() + ".");
      outer = next;
    }
    if (!outer.getPackageName().equals("java.lang")) {
      imports.add(outer.getName());
    }
    return name.toString();
  }

  /**
   * Returns an expression.
   *
   * @throws IllegalArgumentException if the value is of a kind that has none
   */
  String of(@Nullable Object value) {
    if (value == null || value instanceof Boolean || value instanceof Integer) {
      return String.valueOf(value);
    }
    if (value instanceof Long number) {
      return number + "L";
    }
    if (value instanceof Double number) {
      return of(number.doubleValue());
    }
    if (value instanceof String text) {
      return text(text);
    }
    if (value instanceof Enum<?> constant) {
      return name(constant.getDeclaringClass()) + "." + constant.name();
    }
    if (value instanceof HostTensor tensor) {
      return tensor(tensor);
    }
    if (value instanceof Collection<?> elements) {
      return elements.stream()
          .map(this::of)
          .collect(Collectors.joining(", ", name(List.class) + ".of(", ")"));
    }
    if (value instanceof Map<?, ?> map) {
      return map(map);
    }
    if (value instanceof Record made) {
      return made(made);
    }
    throw new IllegalArgumentException("no expression for " + value.getClass());
  }

  private String map(Map<?, ?> map) {
    List<String> entries = new ArrayList<>();
    new TreeMap<>(map).forEach((key, value) -> entries.add(of(key) + ", " + of(value)));
    return name(Map.class) + ".of(" + String.join(", ", entries) + ")";
  }

  /** A record is what its constructor makes of its components. */
  private String made(Record made) {
    List<String> arguments = new ArrayList<>();
    depth++;
    try {
      for (RecordComponent component : made.getClass().getRecordComponents()) {
        arguments.add(of(component.getAccessor().invoke(made)));
      }
    } catch (IllegalAccessException | InvocationTargetException closed) {
      throw new IllegalArgumentException("no expression for " + made.getClass(), closed);
    } finally {
      depth--;
    }
    String line = "new " + name(made.getClass()) + "(" + String.join(", ", arguments) + ")";
    String indent = "\n" + "    ".repeat(depth + 3);
    return line.length() <= LONGEST_LINE && line.indexOf('\n') < 0
        ? line
        : "new "
            + name(made.getClass())
            + "("
            + indent
            + String.join("," + indent, arguments)
            + ")";
  }

  private static String text(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      boolean plain = each >= ' ' && each < 127 && each != '"' && each != '\\';
      quoted.append(plain ? String.valueOf(each) : String.format("\\u%04x", (int) each));
    }
    return quoted.append('"').toString();
  }

  private String tensor(HostTensor tensor) {
    String host = name(HostTensor.class);
    if (tensor.isContiguous() && tensor.offset() == 0) {
      HostTensor exact = tensor.copy();
      return host + ".of(" + elements(exact) + joined(exact.shape()) + ")";
    }
    HostTensor whole =
        tensor.view(new long[] {Array.getLength(tensor.storage())}, new long[] {1}, 0);
    return host
        + ".of("
        + elements(whole)
        + joined(whole.shape())
        + ").view("
        + longs(tensor.shape())
        + ", "
        + longs(tensor.strides())
        + ", "
        + tensor.offset()
        + ")";
  }

  private static String longs(long[] values) {
    return Arrays.stream(values)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "new long[] {", "}"));
  }

  private static String joined(long[] shape) {
    return Arrays.stream(shape).mapToObj(extent -> ", " + extent).collect(Collectors.joining());
  }

  private String elements(HostTensor tensor) {
    long[] bits = tensor.bits();
    literals += bits.length;
    String values =
        fits()
            ? Arrays.stream(bits)
                .mapToObj(each -> element(tensor.dtype(), each))
                .collect(Collectors.joining(", "))
            : "";
    String array = arrayType(tensor.dtype());
    boolean named = array.equals("short") || array.equals("byte");
    return (named ? of(tensor.dtype()) + ", " : "") + "new " + array + "[] {" + values + "}";
  }

  private static String arrayType(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> "double";
      case FLOAT32 -> "float";
      case FLOAT16, BFLOAT16, INT16 -> "short";
      case INT64 -> "long";
      case INT32 -> "int";
      case INT8, UINT8 -> "byte";
      case BOOL -> "boolean";
    };
  }

  private static String element(DType dtype, long bits) {
    return switch (dtype) {
      case FLOAT64 -> of(Double.longBitsToDouble(bits));
      case FLOAT32 -> of(Float.intBitsToFloat((int) bits));
      case FLOAT16, BFLOAT16 -> String.format("(short) 0x%04x", bits);
      case INT64 -> bits == (int) bits ? Long.toString(bits) : bits + "L";
      case INT32 -> Integer.toString((int) bits);
      case INT16 -> "(short) " + (short) bits;
      case INT8, UINT8 -> "(byte) " + (byte) bits;
      case BOOL -> Boolean.toString(bits != 0);
    };
  }

  private static String of(double number) {
    if (Double.isNaN(number)) {
      return String.format("Double.longBitsToDouble(0x%xL)", Double.doubleToRawLongBits(number));
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
    }
    String decimal = Double.toString(number);
    return decimal.length() <= LONGEST_DECIMAL ? decimal : Double.toHexString(number);
  }

  private static String of(float number) {
    if (Float.isNaN(number)) {
      return String.format("Float.intBitsToFloat(0x%x)", Float.floatToRawIntBits(number));
    }
    if (Float.isInfinite(number)) {
      return number > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
    }
    String decimal = Float.toString(number);
    return (decimal.length() <= LONGEST_DECIMAL ? decimal : Float.toHexString(number)) + "f";
  }
}
