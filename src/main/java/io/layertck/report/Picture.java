package io.layertck.report;

import io.layertck.observe.GrowthOfTime;
import io.layertck.observe.Observation;
import io.layertck.observe.WeightHistogram;
import io.layertck.observe.WeightHistogram.Law;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jfree.chart.JFreeChart;
import org.jspecify.annotations.Nullable;

/**
 * A picture of the page.
 *
 * @param svg the drawing, or none
 * @param obstacle why there is none; empty where there is one
 * @param caption what is to be seen
 * @param keys which colour shows what
 */
public record Picture(@Nullable SvgPicture svg, String obstacle, String caption, List<Key> keys) {
  /**
   * What a colour shows.
   *
   * @param css the colour as CSS has it
   * @param name what it shows
   */
  public record Key(String css, String name) {
    static Key of(ThemePaint paint, String name) {
      return new Key(paint.css(), name);
    }
  }

  private static final int WIDTH = 470;
  private static final int HEIGHT = 300;

  /** Draws whatever of the observations can be seen. */
  static List<Picture> of(List<Observation> observations) {
    return observations.stream().map(Picture::of).flatMap(Optional::stream).toList();
  }

  private static Optional<Picture> of(Observation observation) {
    if (observation instanceof WeightHistogram weights) {
      return Optional.of(
          drawn(
              () -> Charts.histogram(weights),
              weights.law() == Law.NORMAL ? "bell" : "flat-top",
              String.format(
                  Locale.ROOT,
                  "%s before training: %,d weights, mean %.4f, standard deviation %.4f",
                  weights.layer(),
                  weights.draws(),
                  weights.mean(),
                  weights.deviation()),
              WIDTH,
              HEIGHT,
              Key.of(ThemePaint.FIRST, "weights of this run"),
              Key.of(
                  ThemePaint.SECOND,
                  weights.law() == Law.NORMAL
                      ? "density of N(0, 1)"
                      : "density of U(\u2212k, k), k = 1/\u221a70")));
    }
    if (observation instanceof GrowthOfTime growth && !growth.points().isEmpty()) {
      return Optional.of(
          drawn(
              () -> Charts.growth(growth),
              "growth",
              String.format(
                  Locale.ROOT,
                  "The shortest time of %d rows of %d elements: looked up, and as the product of"
                      + " one-hot rows and the table; both axes are logarithmic",
                  growth.rows(),
                  growth.dimension()),
              WIDTH,
              HEIGHT,
              Key.of(ThemePaint.FIRST, "lookup"),
              Key.of(ThemePaint.SECOND, "one-hot product")));
    }
    return Optional.empty();
  }

  /** A machine without fonts draws nothing; the data are in the certificate all the same. */
  static Picture drawn(
      Supplier<JFreeChart> chart, String name, String caption, int width, int height, Key... keys) {
    try {
      return new Picture(
          SvgPicture.of(chart.get(), name, width, height), "", caption, List.of(keys));
    } catch (LinkageError | InternalError | IllegalStateException noFonts) {
      return new Picture(null, noFonts.toString(), caption, List.of(keys));
    }
  }
}
