package io.layertck.oracle.golden;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A recorded Python expression taken apart: {@code nn.Linear(4, 3)(torch.zeros(2, 4))} is the name
 * {@code nn.Linear} followed by the groups {@code 4, 3} and {@code torch.zeros(2, 4)}.
 *
 * @param links names and bracketed groups in turn; a group starts with its bracket
 */
record PythonCall(List<String> links) {
  static PythonCall parse(String expression) {
    List<String> links = new ArrayList<>();
    int start = 0;
    int depth = 0;
    for (int i = 0; i < expression.length(); i++) {
      char letter = expression.charAt(i);
      if (letter == '(' && depth++ == 0) {
        addUnlessEmpty(links, expression.substring(start, i));
        start = i;
      } else if (letter == ')' && --depth == 0) {
        links.add(expression.substring(start, i));
        start = i + 1;
      }
    }
    addUnlessEmpty(links, expression.substring(start));
    return new PythonCall(List.copyOf(links));
  }

  private static void addUnlessEmpty(List<String> links, String link) {
    if (!link.isEmpty()) {
      links.add(link);
    }
  }

  /** Tells whether the expression is made of these names and groups, a group written {@code ()}. */
  boolean hasForm(String... form) {
    return links.stream()
        .map(link -> link.startsWith("(") ? "()" : link)
        .toList()
        .equals(Arrays.asList(form));
  }

  /** Returns the positional arguments of a group. */
  List<String> positional(int link) {
    return arguments(link).stream().filter(argument -> !isKeyword(argument)).toList();
  }

  /** Returns a keyword argument of a group. */
  Optional<String> keyword(int link, String name) {
    return arguments(link).stream()
        .filter(argument -> argument.startsWith(name + "="))
        .map(argument -> argument.substring(name.length() + 1))
        .findAny();
  }

  /** Returns the names of the keyword arguments of a group. */
  List<String> keywords(int link) {
    return arguments(link).stream()
        .filter(PythonCall::isKeyword)
        .map(argument -> argument.substring(0, argument.indexOf('=')))
        .toList();
  }

  private static boolean isKeyword(String argument) {
    return argument.matches("\\w+=.*");
  }

  private List<String> arguments(int link) {
    return split(links.get(link).substring(1));
  }

  /** Returns the tensor that a group's only argument makes, or nothing if it makes none. */
  Optional<HostTensor> tensor(int link) {
    List<String> arguments = link < links.size() ? arguments(link) : List.of();
    return arguments.size() == 1 ? made(arguments.get(0)) : Optional.empty();
  }

  /** Returns the tensors of a group's only argument, a dictionary, by their names. */
  Map<String, HostTensor> state(int link) {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    for (String entry : split(inside(arguments(link).get(0)))) {
      String[] pair = entry.split(":", 2);
      tensors.put(pair[0].replace("'", "").strip(), made(pair[1].strip()).orElseThrow());
    }
    return tensors;
  }

  /** Returns the tensor that an expression makes, or nothing if it makes none. */
  static Optional<HostTensor> made(String expression) {
    PythonCall maker = parse(expression);
    if (maker.hasForm("torch.tensor", "()")) {
      return Optional.of(maker.literal());
    }
    for (String filled : List.of("torch.zeros", "torch.ones", "torch.empty")) {
      if (maker.hasForm(filled, "()")) {
        return Optional.of(HostTensor.zeros(maker.dtype(DType.FLOAT32), maker.extents()));
      }
    }
    return Optional.empty();
  }

  private HostTensor literal() {
    String value = positional(1).get(0);
    List<Long> shape = new ArrayList<>();
    List<String> level = List.of(value);
    while (!level.isEmpty() && level.get(0).startsWith("[")) {
      level = level.stream().flatMap(list -> split(inside(list)).stream()).toList();
      shape.add(level.size() / shape.stream().reduce(1L, Math::multiplyExact));
    }
    long[] extents = shape.stream().mapToLong(Long::longValue).toArray();
    boolean floating = level.stream().anyMatch(number -> number.contains("."));
    DType dtype = dtype(floating ? DType.FLOAT32 : DType.INT64);
    if (!dtype.isIndex()) {
      return HostTensor.zeros(dtype, extents);
    }
    long[] numbers = level.stream().mapToLong(PythonCall::integer).toArray();
    return dtype == DType.INT64
        ? HostTensor.of(numbers, extents)
        : HostTensor.of(LongStream.of(numbers).mapToInt(Math::toIntExact).toArray(), extents);
  }

  private DType dtype(DType otherwise) {
    return keyword(1, "dtype")
        .map(name -> DType.valueOf(name.replace("torch.", "").toUpperCase(Locale.ROOT)))
        .orElse(otherwise);
  }

  private long[] extents() {
    List<String> sizes = positional(1);
    return sizes.equals(List.of("()"))
        ? new long[0]
        : sizes.stream().mapToLong(PythonCall::integer).toArray();
  }

  /** Evaluates {@code 7}, {@code -1}, {@code 2**31 - 1} or {@code -2**63}. */
  static long integer(String expression) {
    String[] terms = expression.split(" - ", 2);
    boolean negative = terms[0].startsWith("-");
    String[] power = terms[0].substring(negative ? 1 : 0).split("\\*\\*", 2);
    BigInteger value = new BigInteger(power[0].strip());
    if (power.length == 2) {
      value = value.pow(Integer.parseInt(power[1].strip()));
    }
    if (negative) {
      value = value.negate();
    }
    return (terms.length == 2 ? value.subtract(new BigInteger(terms[1].strip())) : value)
        .longValueExact();
  }

  private static String inside(String list) {
    return list.substring(1, list.length() - 1);
  }

  /** Splits at commas outside brackets. */
  private static List<String> split(String list) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < list.length(); i++) {
      char letter = list.charAt(i);
      if ("([{".indexOf(letter) >= 0) {
        depth++;
      } else if (")]}".indexOf(letter) >= 0) {
        depth--;
      } else if (letter == ',' && depth == 0) {
        parts.add(list.substring(start, i).strip());
        start = i + 1;
      }
    }
    addUnlessEmpty(parts, list.substring(start).strip());
    return parts;
  }
}
