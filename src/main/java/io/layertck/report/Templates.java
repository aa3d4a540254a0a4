package io.layertck.report;

import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapper;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * The templates of this package.
 *
 * <p>What a template of the kind {@code .ftlh} inserts is escaped for HTML.
 */
final class Templates {
  private static final Configuration CONFIGURATION = configuration();

  private Templates() {}

  static String fill(String name, Map<String, ?> model) {
    StringWriter text = new StringWriter();
    try {
      CONFIGURATION.getTemplate(name).process(model, text);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read the template " + name, failed);
    } catch (TemplateException wrong) {
      throw new IllegalStateException("the template " + name + " does not fit", wrong);
    }
    return text.toString();
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(Templates.class, "");
    configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("computer");
    configuration.setObjectWrapper(new DefaultObjectWrapper(Configuration.VERSION_2_3_34));
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    return configuration;
  }
}
