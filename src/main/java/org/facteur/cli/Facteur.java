package org.facteur.cli;

/** The entry point. */
public final class Facteur {
    private Facteur() {}

    public static void main(String[] args) {
        System.out.println("facteur " + args.length);
    }
}
