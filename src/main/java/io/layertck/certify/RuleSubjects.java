package io.layertck.certify;

import io.layertck.contract.Contract;
import io.layertck.rule.Rule;
import io.layertck.spi.Subject;
import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import net.jqwik.api.lifecycle.LifecycleContext;

/** Finds the rule and the subject behind a property that jqwik is about to run. */
final class RuleSubjects {
  private RuleSubjects() {}

  static boolean isRule(Optional<AnnotatedElement> element) {
    return element.map(found -> found.isAnnotationPresent(Rule.class)).orElse(false);
  }

  static Rule rule(LifecycleContext context) {
    return context.findAnnotation(Rule.class).orElseThrow();
  }

  static Class<?> testClass(LifecycleContext context) {
    return context.optionalContainerClass().orElseThrow();
  }

  static Subject subject(LifecycleContext context) {
    Class<?> testClass = testClass(context);
    Object instance = context.newInstance(testClass);
    if (!(instance instanceof Contract contract)) {
      throw new CertificationException(
          testClass.getName()
              + " holds a rule but is no contract: implement EmbeddingContract,"
              + " LinearContract or one of their parts");
    }
    return contract.subject();
  }
}
