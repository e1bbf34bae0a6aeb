package org.facteur.sample;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A picture in at most 256 colours, found by median cut: a third of the bytes, which a thousand recipients are thankful for. */
final class Palette {

    private Palette() {}

    static BufferedImage reduce(BufferedImage picture, int size) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int rgb : pixels(picture)) {
            counts.merge(rgb & 0xFFFFFF, 1, Integer::sum);
        }
        List<List<Integer>> boxes = new ArrayList<>();
        boxes.add(new ArrayList<>(counts.keySet()));
        while (boxes.size() < size) {
            List<Integer> box = boxes.stream()
                    .filter(b -> b.size() > 1)
                    .max(Comparator.comparingDouble(b -> weight(b, counts)))
                    .orElse(List.of());
            if (box.isEmpty()) {
                break;
            }
            int shift = widest(box);
            box.sort(Comparator.comparingInt(rgb -> rgb >> shift & 255));
            List<Integer> upper = new ArrayList<>(box.subList(box.size() / 2, box.size()));
            box.subList(box.size() / 2, box.size()).clear();
            boxes.add(upper);
        }
        return mapped(picture, boxes, counts);
    }

    /** Many pixels and a wide range of colours: that is where a cut is seen least and serves most. */
    private static double weight(List<Integer> box, Map<Integer, Integer> counts) {
        long pixels = box.stream().mapToLong(counts::get).sum();
        int shift = widest(box);
        return Math.pow((double) pixels, 0.4) * range(box, shift);
    }

    private static int widest(List<Integer> box) {
        int widest = 16;
        for (int shift : new int[] {8, 0}) {
            widest = range(box, shift) > range(box, widest) ? shift : widest;
        }
        return widest;
    }

    private static int range(List<Integer> box, int shift) {
        int min = 255;
        int max = 0;
        for (int rgb : box) {
            min = Math.min(min, rgb >> shift & 255);
            max = Math.max(max, rgb >> shift & 255);
        }
        return max - min;
    }

    private static BufferedImage mapped(
            BufferedImage picture, List<List<Integer>> boxes, Map<Integer, Integer> counts) {
        int[] colours = new int[boxes.size()];
        Map<Integer, Integer> indices = new HashMap<>();
        for (int i = 0; i < colours.length; i++) {
            colours[i] = mean(boxes.get(i), counts);
            for (int rgb : boxes.get(i)) {
                indices.put(rgb, i);
            }
        }
        IndexColorModel model =
                new IndexColorModel(8, colours.length, colours, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE);
        BufferedImage out =
                new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        int[] pixels = pixels(picture);
        for (int i = 0; i < pixels.length; i++) {
            int index = indices.getOrDefault(pixels[i] & 0xFFFFFF, 0);
            out.getRaster().setSample(i % picture.getWidth(), i / picture.getWidth(), 0, index);
        }
        return out;
    }

    private static int mean(List<Integer> box, Map<Integer, Integer> counts) {
        double red = 0;
        double green = 0;
        double blue = 0;
        double pixels = 0;
        for (int rgb : box) {
            int count = counts.getOrDefault(rgb, 0);
            red += (double) count * (rgb >> 16 & 255);
            green += (double) count * (rgb >> 8 & 255);
            blue += (double) count * (rgb & 255);
            pixels += count;
        }
        return new Color((int) (red / pixels), (int) (green / pixels), (int) (blue / pixels)).getRGB();
    }

    private static int[] pixels(BufferedImage picture) {
        return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    }
}
