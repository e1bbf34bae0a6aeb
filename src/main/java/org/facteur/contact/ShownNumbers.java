package org.facteur.contact;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormatSymbols;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.poi.ss.format.CellFormat;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.DateUtil;
import org.jspecify.annotations.Nullable;

/**
 * Numbers and days as a workbook's sheet shows them. What the sheet leaves to the reader's computer, such as the order of day and
 * month, the mailing's locale decides; where none is said, a day is 2026-12-31. Not for more than one thread.
 */
final class ShownNumbers {

    /** So many digits a workbook keeps; those behind them are noise, such as 0.30000000000000004. */
    private static final MathContext KEPT = new MathContext(15);

    private static final int DAY = 14;
    private static final int DAY_AND_TIME = 22;
    private static final String ISO_DAY = "yyyy-mm-dd";
    private static final String SYSTEM_DAY = "[$-F800]";
    private static final String SYSTEM_TIME = "[$-F400]";

    private static final Pattern POWER_OF_TEN = Pattern.compile("[0#?]E[+-]");

    /** Between digits, as in a telephone number: {@code 0#" "##" "##}. */
    private static final Pattern BETWEEN_DIGITS = Pattern.compile("[0#?](?:\"[^\"]*\"|\\\\.|[-/() ])+[0#?]");

    /** What fills a cell to its width, as in {@code _-* #,##0.00}: a letter has no cells. In quotes or behind a backslash it is text. */
    private static final Pattern WIDTH = Pattern.compile("(\"[^\"]*\"|\\\\.)|[*_].");

    private static final BigDecimal LONGEST_NUMBER = BigDecimal.TEN.pow(15);

    private final Locale locale;
    private final boolean since1904;
    private final String day;
    private final DataFormatter formatter;
    private final char point;

    /**
     * @param locale of the mailing; null: not said
     * @param since1904 whether days count from 1904, as on old Macs
     */
    ShownNumbers(@Nullable Locale locale, boolean since1904) {
        this.locale = locale == null ? Locale.ENGLISH : locale;
        this.since1904 = since1904;
        this.day = locale == null ? ISO_DAY : shortDay(locale);
        this.formatter = new DataFormatter(this.locale);
        this.point = DecimalFormatSymbols.getInstance(this.locale).getDecimalSeparator();
    }

    /** Such as {@code dd/mm/yyyy}, in the letters of number formats. */
    private static String shortDay(Locale locale) {
        return DateTimeFormatterBuilder.getLocalizedDateTimePattern(
                        FormatStyle.SHORT, null, IsoChronology.INSTANCE, locale)
                .replaceAll("y+", "yyyy")
                .replaceAll("[^dMy./-]", "")
                .replace('M', 'm');
    }

    /**
     * @param id of the format, one of those that every workbook has or its own
     * @param format as it is written; null: none
     */
    String of(BigDecimal value, int id, @Nullable String format) {
        if (format == null || format.equals("General") || format.equals("@")) {
            return plain(value);
        }
        if (DateUtil.isADateFormat(id, format)) {
            return day(value, id, format);
        }
        if (POWER_OF_TEN.matcher(format).find() && isWhole(value)) {
            // A telephone number in a narrow column, not a measurement.
            return plain(value);
        }
        return number(value, id, format);
    }

    private String number(BigDecimal value, int id, String wide) {
        String format = WIDTH.matcher(wide).replaceAll(width -> {
            String text = width.group(1);
            return text == null ? "" : Matcher.quoteReplacement(text);
        });
        try {
            String shown = BETWEEN_DIGITS.matcher(format).find()
                    ? CellFormat.getInstance(locale, format).apply(value.doubleValue()).text
                    : formatter.formatRawCellContents(value.doubleValue(), id, format, since1904);
            return shown.strip();
        } catch (RuntimeException notAFormat) {
            // What no program but the one that wrote it understands.
            return plain(value);
        }
    }

    private String day(BigDecimal value, int id, String format) {
        double days = value.doubleValue();
        if (!DateUtil.isValidExcelDate(days)) {
            return plain(value);
        }
        return formatter
                .formatRawCellContents(days, -1, dayFormat(id, format), since1904)
                .strip();
    }

    private String dayFormat(int id, String format) {
        if (format.startsWith(SYSTEM_DAY)) {
            return locale.getLanguage().equals("en") ? "dddd, mmmm d, yyyy" : "dddd d mmmm yyyy";
        }
        if (format.startsWith(SYSTEM_TIME)) {
            return "h:mm:ss";
        }
        return switch (id) {
            case DAY -> day;
            case DAY_AND_TIME -> day + " hh:mm";
            default -> format;
        };
    }

    private static boolean isWhole(BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 0 && value.abs().compareTo(LONGEST_NUMBER) < 0;
    }

    /** All its digits, never a power of ten. */
    String plain(BigDecimal value) {
        BigDecimal kept = value.round(KEPT).stripTrailingZeros();
        // Nobody wants the three hundred zeros of 1E-300.
        boolean readable = kept.scale() < 20 && kept.precision() - kept.scale() < 20;
        return (readable ? kept.toPlainString() : kept.toString()).replace('.', point);
    }
}
