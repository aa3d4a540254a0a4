package io.layertck.report;

import io.layertck.observe.GrowthOfTime;
import io.layertck.observe.WeightHistogram;
import io.layertck.observe.WeightHistogram.Law;
import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The article's two pictures, from what a run measured. */
final class Charts {
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final Font SMALL_TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  private static final int CURVE_POINTS = 181;
  private static final float CURVE_WIDTH = 2;
  private static final double DOT = 7;
  private static final int DECADE = 10;

  /** From one vocabulary to the next. */
  private static final int VOCABULARY_STEP = 4;

  static {
    // Else a rotated label is drawn as an outline, which no reader can search or hear.
    TextUtils.setUseDrawRotatedStringWorkaround(false);
  }

  private Charts() {}

  /** Draws how weights lie, as bars, and the density they are drawn from, as a line. */
  static JFreeChart histogram(WeightHistogram weights) {
    XYIntervalSeries bars = new XYIntervalSeries("weights");
    double half = weights.binWidth() / 2;
    for (int bin = 0; bin < weights.counts().size(); bin++) {
      double centre = weights.centres().get(bin);
      double density = weights.densities().get(bin);
      bars.add(centre, centre - half, centre + half, density, density, density);
    }
    XYIntervalSeriesCollection heights = new XYIntervalSeriesCollection();
    heights.addSeries(bars);
    XYPlot plot = new XYPlot(heights, linear("weight"), linear("density"), barRenderer());
    ((NumberAxis) plot.getRangeAxis()).setAutoRangeIncludesZero(true);
    plot.setDataset(1, new XYSeriesCollection(density(weights)));
    plot.setRenderer(1, lineRenderer(false, ThemePaint.SECOND));
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    plot.getDomainAxis().setRange(weights.low(), weights.high());
    return framed(plot);
  }

  private static XYSeries density(WeightHistogram weights) {
    XYSeries line = new XYSeries("density", false);
    double scale = weights.scale();
    if (weights.law() == Law.UNIFORM) {
      double top = 1 / (2 * scale);
      line.add(weights.low(), 0);
      line.add(-scale, 0);
      line.add(-scale, top);
      line.add(scale, top);
      line.add(scale, 0);
      line.add(weights.high(), 0);
      return line;
    }
    ContinuousDistribution normal = NormalDistribution.of(0, scale);
    for (int i = 0; i < CURVE_POINTS; i++) {
      double x = weights.low() + i * (weights.high() - weights.low()) / (CURVE_POINTS - 1);
      line.add(x, normal.density(x));
    }
    return line;
  }

  /** Draws the time of a lookup and of the product over the vocabulary, both axes logarithmic. */
  static JFreeChart growth(GrowthOfTime growth) {
    XYSeries lookup = new XYSeries("lookup");
    XYSeries product = new XYSeries("one-hot product");
    for (GrowthOfTime.Point point : growth.points()) {
      lookup.add(point.vocabulary(), point.lookupMicros());
      product.add(point.vocabulary(), point.productMicros());
    }
    XYSeriesCollection times = new XYSeriesCollection();
    times.addSeries(product);
    times.addSeries(lookup);
    return framed(
        new XYPlot(
            times,
            logarithmic("vocabulary V (rows)", VOCABULARY_STEP),
            logarithmic("time (\u00b5s)", DECADE),
            lineRenderer(true, ThemePaint.SECOND, ThemePaint.FIRST)));
  }

  private static JFreeChart framed(XYPlot plot) {
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setDomainGridlinePaint(ThemePaint.LINE);
    plot.setRangeGridlinePaint(ThemePaint.LINE);
    plot.setDomainGridlineStroke(new BasicStroke(1));
    plot.setRangeGridlineStroke(new BasicStroke(1));
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    JFreeChart chart = new JFreeChart(null, TEXT, plot, false);
    chart.setBackgroundPaint(null);
    chart.setPadding(new RectangleInsets(8, 0, 0, 14));
    return chart;
  }

  private static XYBarRenderer barRenderer() {
    XYBarRenderer renderer = new XYBarRenderer(0.08);
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setDrawBarOutline(false);
    renderer.setSeriesPaint(0, ThemePaint.FIRST);
    return renderer;
  }

  private static XYLineAndShapeRenderer lineRenderer(boolean dots, ThemePaint... paints) {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, dots);
    for (int series = 0; series < paints.length; series++) {
      renderer.setSeriesPaint(series, paints[series]);
      renderer.setSeriesStroke(series, new BasicStroke(CURVE_WIDTH));
      renderer.setSeriesShape(series, new Ellipse2D.Double(-DOT / 2, -DOT / 2, DOT, DOT));
    }
    return renderer;
  }

  private static NumberAxis linear(String label) {
    NumberAxis axis = new NumberAxis(label);
    axis.setAutoRangeIncludesZero(false);
    return styled(axis);
  }

  private static LogAxis logarithmic(String label, int base) {
    LogAxis axis = new LogAxis(label);
    axis.setBase(base);
    axis.setTickUnit(new NumberTickUnit(1));
    axis.setNumberFormatOverride(
        new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)));
    LogAxis logarithmic = styled(axis);
    // Its numbers are drawn as outlines, in the size that the page gives to text.
    logarithmic.setTickLabelFont(SMALL_TEXT);
    return logarithmic;
  }

  private static <A extends ValueAxis> A styled(A axis) {
    axis.setLabelFont(TEXT);
    axis.setTickLabelFont(TEXT);
    axis.setLabelPaint(ThemePaint.INK);
    axis.setTickLabelPaint(ThemePaint.FAINT);
    axis.setAxisLinePaint(ThemePaint.FAINT);
    axis.setTickMarkPaint(ThemePaint.FAINT);
    return axis;
  }
}
