package org.facteur.sample;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.LinearGradientPaint;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Paints the sample's card: a village under the snow at midnight. Run it to make {@code input/carte.png} again; the seed makes the
 * same sky each time. The serif is EB Garamond where it is installed. {@code FILE untitled} paints the smaller one, without a year or a
 * language, that {@code facteur init} lays down.
 */
public final class CardPainter {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 750;
    private static final Color GOLD = new Color(0xF6D58B);
    private static final Color SNOW = new Color(0xF4F8FF);
    private static final Color WALL = new Color(0x1B2547);
    private static final Hill FRONT = new Hill(640, 26, 1.3, 4.4);

    private final Random random = new Random(2027);
    private final Graphics2D g;

    private CardPainter(Graphics2D g) {
        this.g = g;
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /** @param args the file to write, {@code input/carte.png} by default, and whether it is {@code untitled} */
    public static void main(String[] args) throws IOException {
        boolean titled = args.length < 2 || !args[1].equals("untitled");
        BufferedImage card = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        new CardPainter(card.createGraphics()).paint(titled);
        // 1000 pixels show sharp at the 600 of a letter, on a telephone too.
        int width = titled ? 1000 : 720;
        int height = width * HEIGHT / WIDTH;
        BufferedImage smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D scaled = smaller.createGraphics();
        scaled.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        scaled.drawImage(card, 0, 0, width, height, null);
        ImageIO.write(
                Palette.reduce(smaller, titled ? 256 : 128),
                "png",
                Path.of(args.length > 0 ? args[0] : "input/carte.png").toFile());
    }

    private void paint(boolean titled) {
        sky();
        stars();
        moon();
        firework(215, 205, 118, new Color(0xFFC76B), 44);
        firework(985, 165, 132, new Color(0xFF8FA3), 48);
        firework(1085, 335, 66, new Color(0x8FD8FF), 30);
        firework(110, 365, 58, new Color(0xC9A7FF), 28);
        snow(110, 1.7);
        hill(new Hill(500, 46, 2.1, 0.3), 0x3B4F8A, 0x26386B);
        hill(new Hill(566, 38, 1.6, 2.2), 0x7A92C8, 0x4A629E);
        village();
        hill(FRONT, 0xE9F1FF, 0x9DB4DD);
        trees();
        if (titled) {
            title();
        }
        snow(40, 2.4);
    }

    private void sky() {
        g.setPaint(new LinearGradientPaint(
                0, 0, 0, 600, new float[] {0, 0.5f, 0.85f, 1}, colours(0x0A1029, 0x17244F, 0x3A3F7C, 0x6D5A93)));
        g.fillRect(0, 0, WIDTH, HEIGHT);
    }

    private void stars() {
        for (int i = 0; i < 150; i++) {
            double size = 0.8 + Math.pow(random.nextDouble(), 4) * 2.6;
            g.setColor(new Color(255, 250, 235, 90 + random.nextInt(150)));
            g.fill(circle(random.nextDouble() * WIDTH, random.nextDouble() * 430, size));
        }
    }

    private void moon() {
        glow(770, 92, 90, new Color(255, 240, 205, 70));
        Area crescent = new Area(circle(770, 92, 27));
        crescent.subtract(new Area(circle(783, 84, 24)));
        g.setColor(new Color(0xFFF3D6));
        g.fill(crescent);
    }

    private void firework(double x, double y, double radius, Color colour, int rays) {
        glow(x, y, radius * 1.25, alpha(colour, 60));
        for (int i = 0; i < rays; i++) {
            double angle = 2 * Math.PI * i / rays + random.nextDouble() * 0.06;
            double reach = radius * (0.62 + 0.38 * random.nextDouble());
            double endX = x + Math.cos(angle) * reach;
            double endY = y + Math.sin(angle) * reach + reach * reach / 900;
            Path2D ray = new Path2D.Double();
            ray.moveTo(x + Math.cos(angle) * reach * 0.22, y + Math.sin(angle) * reach * 0.22);
            ray.quadTo(x + Math.cos(angle) * reach * 0.7, y + Math.sin(angle) * reach * 0.7, endX, endY);
            g.setStroke(new BasicStroke(1.7f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            g.setPaint(new GradientPaint((float) x, (float) y, alpha(colour, 20), (float) endX, (float) endY, colour));
            g.draw(ray);
            g.setColor(new Color(255, 250, 235));
            g.fill(circle(endX, endY, 1.9));
        }
    }

    private void title() {
        centred("Bonne année", 92, Font.ITALIC, 0.01f, 244, new Color(0xFFF8E7));
        centred("2027", 120, Font.PLAIN, 0.12f, 362, GOLD);
        g.setColor(alpha(GOLD, 170));
        g.setStroke(new BasicStroke(1.4f));
        g.draw(new Line2D.Double(430, 408, 572, 408));
        g.draw(new Line2D.Double(628, 408, 770, 408));
        Shape diamond = new Rectangle2D.Double(-5, -5, 10, 10);
        AffineTransform turned = AffineTransform.getTranslateInstance(600, 408);
        turned.rotate(Math.PI / 4);
        g.fill(turned.createTransformedShape(diamond));
    }

    private void centred(String text, int size, int style, float tracking, int baseline, Color colour) {
        Font font = serif(style, size).deriveFont(Map.of(TextAttribute.TRACKING, tracking));
        TextLayout line = new TextLayout(text, font, g.getFontRenderContext());
        double advance = line.getAdvance() - tracking * size;
        Shape outline = line.getOutline(AffineTransform.getTranslateInstance((WIDTH - advance) / 2, baseline));
        g.setStroke(new BasicStroke(6, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.setColor(new Color(10, 16, 41, 70));
        g.draw(outline);
        g.setColor(colour);
        g.fill(outline);
    }

    private static Font serif(int style, int size) {
        List<String> installed =
                Arrays.asList(GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames());
        String family = installed.contains("EB Garamond")
                ? "EB Garamond"
                : installed.contains("EB Garamond 12") ? "EB Garamond 12" : Font.SERIF;
        return new Font(family, style, size);
    }

    /** A line of snow: two sines. */
    private record Hill(double base, double height, double waves, double phase) {

        double crest(double x) {
            double t = x / WIDTH * 2 * Math.PI * waves + phase;
            return base - height * (0.7 * Math.sin(t) + 0.3 * Math.sin(2.3 * t + 1));
        }
    }

    private void hill(Hill hill, int top, int bottom) {
        Path2D outline = new Path2D.Double();
        outline.moveTo(0, HEIGHT);
        for (int x = 0; x <= WIDTH; x += 4) {
            outline.lineTo(x, hill.crest(x));
        }
        outline.lineTo(WIDTH, HEIGHT);
        outline.closePath();
        float from = (float) (hill.base - hill.height);
        g.setPaint(new GradientPaint(0, from, new Color(top), 0, from + 150, new Color(bottom)));
        g.fill(outline);
    }

    /** Far houses first; each stands a little below the crest of the snow that it looks over. */
    private void village() {
        double[][] houses = {
            {350, 52, 40, 22},
            {478, 50, 44, 24},
            {566, 54, 38, 22},
            {742, 52, 44, 22},
            {838, 54, 40, 22},
            {290, 66, 40, -2},
            {408, 72, 44, -4},
            {510, 62, 46, -4},
            {596, 66, 40, -6},
            {776, 70, 46, -4},
            {880, 62, 40, -2}
        };
        church(690);
        for (double[] house : houses) {
            house(house[0], FRONT.crest(house[0] + house[1] / 2) - house[3], house[1], house[2]);
        }
    }

    private void house(double x, double ground, double width, double height) {
        double eaves = ground - height;
        double ridge = eaves - width * 0.5;
        g.setColor(WALL);
        g.fill(new Rectangle2D.Double(x + width * 0.7, ridge + 2, 9, 30));
        g.setColor(SNOW);
        g.fill(new Rectangle2D.Double(x + width * 0.7 - 1.5, ridge - 1, 12, 5));
        g.setPaint(new GradientPaint(0, (float) eaves, WALL, 0, (float) ground, new Color(0x2B3967)));
        g.fill(new Rectangle2D.Double(x, eaves, width, height + 40));
        Path2D roof = new Path2D.Double();
        roof.moveTo(x - 8, eaves + 4);
        roof.quadTo(x + width / 4, ridge + width * 0.2, x + width / 2, ridge);
        roof.quadTo(x + width * 3 / 4, ridge + width * 0.2, x + width + 8, eaves + 4);
        roof.closePath();
        g.setPaint(new GradientPaint((float) x, 0, SNOW, (float) (x + width), 0, new Color(0x9FB4DE)));
        g.fill(roof);
        int windows = (int) ((width - 12) / 18);
        double gap = (width - windows * 11) / (windows + 1);
        for (int i = 0; i < windows; i++) {
            if (random.nextInt(7) > 0) {
                window(x + gap + i * (11 + gap), eaves + 11, 11, 14);
            }
        }
    }

    private void window(double x, double y, double width, double height) {
        glow(x + width / 2, y + height / 2, 24, new Color(255, 190, 90, 110));
        g.setColor(new Color(0xFFD27A));
        g.fill(new Rectangle2D.Double(x, y, width, height));
        g.setColor(new Color(0x6B4A1F));
        g.fill(new Rectangle2D.Double(x + width / 2 - 0.6, y, 1.2, height));
        g.fill(new Rectangle2D.Double(x, y + height / 2 - 0.6, width, 1.2));
    }

    private void church(double x) {
        double ground = FRONT.crest(x);
        g.setPaint(new GradientPaint((float) x, 0, new Color(0x2B3967), (float) x + 42, 0, WALL));
        g.fill(new Rectangle2D.Double(x, ground - 108, 42, 130));
        Path2D spire = new Path2D.Double();
        spire.moveTo(x - 6, ground - 106);
        spire.quadTo(x + 14, ground - 130, x + 21, ground - 184);
        spire.quadTo(x + 28, ground - 130, x + 48, ground - 106);
        spire.closePath();
        g.setPaint(new GradientPaint((float) x, 0, SNOW, (float) x + 42, 0, new Color(0x93A9D6)));
        g.fill(spire);
        g.setColor(GOLD);
        g.setStroke(new BasicStroke(1.6f));
        g.draw(new Line2D.Double(x + 21, ground - 198, x + 21, ground - 182));
        g.draw(new Line2D.Double(x + 16, ground - 193, x + 26, ground - 193));
        window(x + 15, ground - 94, 12, 20);
        window(x + 15, ground - 58, 12, 20);
    }

    private void trees() {
        double[][] places = {
            {70, 700, 1.5}, {150, 715, 1.05}, {238, 690, 0.8}, {940, 690, 0.9}, {1035, 712, 1.2}, {1130, 700, 1.6}
        };
        for (double[] place : places) {
            tree(place[0], place[1], place[2]);
        }
    }

    private void tree(double x, double ground, double scale) {
        g.setColor(new Color(0x3A2F3F));
        g.fill(new Rectangle2D.Double(x - 4 * scale, ground, 8 * scale, 13 * scale));
        for (int tier = 0; tier < 4; tier++) {
            double width = (58 - tier * 12) * scale;
            double bottom = ground - tier * 24 * scale;
            Path2D branch = new Path2D.Double();
            branch.moveTo(x - width / 2, bottom);
            branch.quadTo(x, bottom + 9 * scale, x + width / 2, bottom);
            branch.lineTo(x, bottom - 44 * scale);
            branch.closePath();
            g.setPaint(new GradientPaint(
                    (float) (x - width / 2), 0, new Color(0xE9F1FF), (float) (x + width / 3), 0, new Color(0x23406B)));
            g.fill(branch);
        }
    }

    /** Flakes of at most this radius, the last ones around the writing and not on it. */
    private void snow(int flakes, double radius) {
        for (int i = 0; i < flakes; i++) {
            double x = random.nextDouble() * WIDTH;
            double y = random.nextDouble() * HEIGHT;
            boolean onTitle = x > 350 && x < 850 && y > 170 && y < 430;
            if (!onTitle) {
                g.setColor(new Color(255, 255, 255, 110 + random.nextInt(120)));
                g.fill(circle(x, y, 0.9 + random.nextDouble() * (radius - 0.9)));
            }
        }
    }

    private void glow(double x, double y, double radius, Color colour) {
        g.setPaint(new RadialGradientPaint(
                (float) x, (float) y, (float) radius, new float[] {0, 1}, new Color[] {colour, alpha(colour, 0)}));
        g.fill(circle(x, y, radius));
    }

    private static Ellipse2D circle(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, radius * 2, radius * 2);
    }

    private static Color alpha(Color colour, int alpha) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
    }

    private static Color[] colours(int... rgb) {
        return Arrays.stream(rgb).mapToObj(Color::new).toArray(Color[]::new);
    }
}
