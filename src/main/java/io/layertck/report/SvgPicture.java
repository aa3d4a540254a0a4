package io.layertck.report;

import java.awt.Paint;
import java.awt.Rectangle;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.DefaultExtensionHandler;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGPaintDescriptor;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;

/**
 * A chart as what an SVG element inside a page holds.
 *
 * @param width in pixels
 * @param height in pixels
 * @param style what all its shapes begin with
 * @param body the shapes
 */
public record SvgPicture(int width, int height, String style, String body) {
  private static final String SVG = "http://www.w3.org/2000/svg";
  private static final int DECIMALS = 2;

  /**
   * Draws a chart.
   *
   * @param name tells the picture's inner names from those of other pictures of the page
   */
  static SvgPicture of(JFreeChart chart, String name, int width, int height) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setComment(null);
    context.setPrecision(DECIMALS);
    context.setExtensionHandler(new ThemeHandler());
    SVGGraphics2D canvas = new SVGGraphics2D(context, false);
    chart.draw(canvas, new Rectangle(width, height));
    StringWriter text = new StringWriter();
    try {
      canvas.stream(text, true);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return inPage(text.toString(), name, width, height);
  }

  /** A page knows the element without its namespaces, and has one space of names for all. */
  private static SvgPicture inPage(String file, String name, int width, int height) {
    String element = file.substring(file.indexOf("<svg"));
    String style = element.substring(element.indexOf("style=\"") + 7, element.indexOf("\" xmlns"));
    String body =
        element
            .substring(element.indexOf('>') + 1)
            .replace("id=\"", "id=\"" + name + "-")
            .replace("url(#", "url(#" + name + "-")
            .replace(" xml:space=\"preserve\"", "")
            .replaceAll("\\s*\\R\\s*", "");
    return new SvgPicture(width, height, style, body);
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException absent) {
      throw new IllegalStateException("every Java platform can make an XML document", absent);
    }
  }

  /** Lets the page choose the colours. */
  private static final class ThemeHandler extends DefaultExtensionHandler {
    @Override
    public SVGPaintDescriptor handlePaint(Paint paint, SVGGeneratorContext context) {
      return paint instanceof ThemePaint theme
          ? new SVGPaintDescriptor(theme.css(), "1")
          : super.handlePaint(paint, context);
    }
  }
}
