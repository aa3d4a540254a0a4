package io.layertck.report;

import java.awt.Color;
import java.awt.Paint;
import java.awt.PaintContext;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.ColorModel;

/**
 * A colour that the page decides, so that a picture is as readable on a dark page as on a light
 * one.
 *
 * @param variable the page's CSS variable, such as {@code --ink}
 */
record ThemePaint(String variable) implements Paint {
  static final ThemePaint INK = new ThemePaint("--ink");
  static final ThemePaint FAINT = new ThemePaint("--faint");
  static final ThemePaint LINE = new ThemePaint("--line");
  static final ThemePaint FIRST = new ThemePaint("--first");
  static final ThemePaint SECOND = new ThemePaint("--second");
  static final ThemePaint ODD = new ThemePaint("--odd");
  static final ThemePaint BAD = new ThemePaint("--bad");

  /** Returns the colour as CSS has it. */
  String css() {
    return "var(" + variable + ")";
  }

  @Override
  public int getTransparency() {
    return OPAQUE;
  }

  /** What would be seen outside a page. */
  @Override
  public PaintContext createContext(
      ColorModel model,
      Rectangle device,
      Rectangle2D user,
      AffineTransform transform,
      RenderingHints hints) {
    return Color.GRAY.createContext(model, device, user, transform, hints);
  }
}
