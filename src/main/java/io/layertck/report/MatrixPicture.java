package io.layertck.report;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.selftest.Detection;
import io.layertck.selftest.Trial;
import java.awt.BasicStroke;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.PaintScale;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.data.xy.DefaultXYZDataset;

/** Which rule says what of which faulty layer: a row for each layer, a column for each rule. */
final class MatrixPicture {
  private static final int MARGIN = 56;
  private static final int COLUMN = 9;
  private static final int ROW = 4;
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

  /** In the column before the first rule stands what no rule took as it must. */
  private static final int SURPRISE_COLUMN = 0;

  private static final double SURPRISE = 0;
  private static final double REFUSED = 1;
  private static final double ADVISED = 2;
  private static final double NAMED = 3;

  private MatrixPicture() {}

  static Picture of(List<Trial> trials, String name, String caption) {
    return Picture.drawn(
        () -> chart(trials),
        name,
        caption,
        (Catalogue.rules().size() + 1) * COLUMN + 2 * MARGIN,
        trials.size() * ROW + 2 * MARGIN,
        Picture.Key.of(ThemePaint.SECOND, "refused by the rule it names"),
        Picture.Key.of(ThemePaint.FIRST, "refused by another rule"),
        Picture.Key.of(ThemePaint.ODD, "a rule advises"),
        Picture.Key.of(ThemePaint.BAD, "not as it must be (first column)"));
  }

  private static JFreeChart chart(List<Trial> trials) {
    List<String> rules = Catalogue.rules().stream().map(RuleEntry::id).toList();
    SymbolAxis columns = new SymbolAxis(null, areas(rules));
    columns.setVerticalTickLabels(true);
    columns.setGridBandsVisible(false);
    columns.setRange(-0.5, rules.size() + 0.5);
    columns.setTickLabelFont(TEXT);
    columns.setTickLabelPaint(ThemePaint.INK);
    columns.setTickMarksVisible(false);
    columns.setTickUnit(new NumberTickUnit(1));
    columns.setAxisLinePaint(ThemePaint.FAINT);
    NumberAxis rows = new NumberAxis();
    rows.setInverted(true);
    rows.setRange(-0.5, Math.max(1, trials.size()) - 0.5);
    rows.setVisible(false);
    XYBlockRenderer renderer = new XYBlockRenderer();
    renderer.setPaintScale(new Colours());
    XYPlot plot = new XYPlot(cells(trials, rules), columns, rows, renderer);
    plot.setDomainAxisLocation(AxisLocation.TOP_OR_LEFT);
    plot.setBackgroundPaint(null);
    plot.setOutlinePaint(ThemePaint.LINE);
    plot.setOutlineStroke(new BasicStroke(1));
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    JFreeChart chart = new JFreeChart(null, TEXT, plot, false);
    chart.setBackgroundPaint(null);
    return chart;
  }

  /** The area's name stands above its first rule. */
  private static String[] areas(List<String> rules) {
    List<String> labels = new ArrayList<>(List.of(""));
    String before = "";
    for (String rule : rules) {
      String area = rule.substring(0, rule.indexOf('-'));
      labels.add(area.equals(before) ? "" : area);
      before = area;
    }
    return labels.toArray(new String[0]);
  }

  private static DefaultXYZDataset cells(List<Trial> trials, List<String> rules) {
    List<double[]> cells = new ArrayList<>();
    for (int row = 0; row < trials.size(); row++) {
      Trial trial = trials.get(row);
      if (!trial.isAsExpected()) {
        cells.add(new double[] {SURPRISE_COLUMN, row, SURPRISE});
      }
      for (Detection detection : trial.detections()) {
        double kind = detection.refuses() ? REFUSED : ADVISED;
        cells.add(
            new double[] {
              1 + rules.indexOf(detection.rule()),
              row,
              detection.rule().equals(trial.named()) ? NAMED : kind
            });
      }
    }
    double[][] columns = new double[3][cells.size()];
    for (int i = 0; i < cells.size(); i++) {
      for (int axis = 0; axis < 3; axis++) {
        columns[axis][i] = cells.get(i)[axis];
      }
    }
    DefaultXYZDataset dataset = new DefaultXYZDataset();
    dataset.addSeries("cells", columns);
    return dataset;
  }

  /** The colour of what was found. */
  private static final class Colours implements PaintScale {
    @Override
    public double getLowerBound() {
      return SURPRISE;
    }

    @Override
    public double getUpperBound() {
      return NAMED;
    }

    @Override
    public ThemePaint getPaint(double kind) {
      if (kind == NAMED) {
        return ThemePaint.SECOND;
      }
      if (kind == ADVISED) {
        return ThemePaint.ODD;
      }
      return kind == REFUSED ? ThemePaint.FIRST : ThemePaint.BAD;
    }
  }
}
