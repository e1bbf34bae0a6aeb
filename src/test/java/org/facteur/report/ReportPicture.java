package org.facteur.report;

import java.nio.file.Files;
import java.nio.file.Path;
import org.facteur.browser.Browser;
import org.facteur.ledger.LedgerFile;

/** Makes {@code src/docs/report.png}, and in the folder given the report of {@link PastMailing} in every format and light. */
public final class ReportPicture {

    private ReportPicture() {}

    /**
     * @param args a folder to write to
     */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        try (LedgerFile ledger = new LedgerFile(folder.resolve("ledger"))) {
            PastMailing.write(ledger);
            for (ReportFormat format : ReportFormat.values()) {
                Files.writeString(folder.resolve(PastReport.name(format)), PastReport.write(ledger.client(), format));
            }
        }
        shoot(folder);
    }

    private static void shoot(Path folder) throws Exception {
        Path page = folder.resolve(PastReport.name(ReportFormat.HTML));
        try (Browser browser = Browser.start()) {
            browser.open(page).size(1280, 1180).screenshot(Path.of("src/docs/report.png"));
            browser.size(1280, 5200).screenshot(folder.resolve("light.png"));
            browser.scheme("dark").screenshot(folder.resolve("dark.png"));
            browser.size(390, 7600).screenshot(folder.resolve("phone-dark.png"));
            browser.scheme("light").screenshot(folder.resolve("phone.png"));
            browser.size(700, 5200).print().screenshot(folder.resolve("print.png"));
        }
    }
}
