package org.facteur.contact;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.facteur.reason.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a sheet of LibreOffice's (OpenDocument 1.2, 9). A cell holds the text that the sheet shows of it. Constant memory.
 */
final class OdsRows extends SheetRows {

    private static final String TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    private static final String OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
    private static final String TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
    private static final String STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0";

    /** What a sheet can have at most. A file that says more of a cell that it repeats is made to fill memory. */
    private static final int MOST_COLUMNS = 16_384;

    private static final long MOST_ROWS = 16_777_216;

    private static final Pattern POWER_OF_TEN = Pattern.compile("[+-]?\\d[.,]?\\d*E[+-]?\\d+");

    private final ZipFile zip;
    private final XMLStreamReader xml;
    private final Set<String> hiddenStyles = new HashSet<>();
    private String tableStyle = "";
    private int tables;
    private boolean reading;
    /** A row that the file says once and means several times. */
    private @Nullable List<String> repeated;

    private long repeats;

    private OdsRows(ContactSource source, ZipFile zip, XMLStreamReader xml) {
        super(source, "ods", new SheetChoice(source), false);
        this.zip = zip;
        this.xml = xml;
    }

    static OdsRows open(ContactSource source) throws IOException {
        ZipFile zip = new ZipFile(source.file().toFile());
        try {
            InputStream content = zip.getInputStream(zip.getEntry("content.xml"));
            return new OdsRows(source, zip, factory().createXMLStreamReader(content));
        } catch (XMLStreamException e) {
            zip.close();
            throw damaged(source, 1);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    /** @throws ContactFileException where there is no such sheet, too, which shows at the end of the file only */
    @Override
    public @Nullable Cells next() {
        try {
            while (repeats == 0) {
                if (!readRow()) {
                    choice.name();
                    return null;
                }
            }
        } catch (XMLStreamException e) {
            throw damaged();
        }
        repeats--;
        return new Cells(++line, Objects.requireNonNull(repeated), false);
    }

    /** Once the sheets behind this one have been passed: their names come with them. */
    @Override
    public Reason elsewhere(Reason problem) {
        while (next() != null) {
            // Their rows are of no interest.
        }
        return super.elsewhere(problem);
    }

    /** Up to the end of the next row that is not blank; false at the end of the file. */
    private boolean readRow() throws XMLStreamException {
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (start()) {
                    return true;
                }
            } else if (event == XMLStreamConstants.END_ELEMENT && is(TABLE, "table")) {
                tables--;
                reading &= tables > 0;
            }
        }
        return false;
    }

    private boolean start() throws XMLStreamException {
        if (is(STYLE, "style")) {
            tableStyle = attribute(STYLE, "name");
        } else if (is(STYLE, "table-properties") && attribute(TABLE, "display").equals("false")) {
            hiddenStyles.add(tableStyle);
        } else if (is(TABLE, "table") && tables++ == 0) {
            String name = attribute(TABLE, "name");
            choice.add(name, !hiddenStyles.contains(attribute(TABLE, "style-name")));
            reading = choice.isMeant(name);
            line = reading ? 0 : line;
        } else if (is(TABLE, "table-row") && reading && tables == 1) {
            return row();
        }
        return false;
    }

    /** False of a blank one. */
    private boolean row() throws XMLStreamException {
        long times = number(TABLE, "number-rows-repeated", MOST_ROWS);
        String visibility = attribute(TABLE, "visibility");
        List<String> cells = new ArrayList<>();
        while (!(xml.next() == XMLStreamConstants.END_ELEMENT && is(TABLE, "table-row"))) {
            if (xml.isStartElement() && (is(TABLE, "table-cell") || is(TABLE, "covered-table-cell"))) {
                long columns = number(TABLE, "number-columns-repeated", MOST_COLUMNS);
                String cell = cell();
                for (long i = 0; i < columns && cells.size() < MOST_COLUMNS; i++) {
                    cells.add(cell);
                }
            }
        }
        if (RowCursor.isBlank(cells)) {
            line += times;
            return false;
        }
        while (cells.get(cells.size() - 1).isEmpty()) {
            cells.remove(cells.size() - 1);
        }
        hidden += visibility.equals("filter") || visibility.equals("collapse") ? times : 0;
        repeated = cells;
        repeats = times;
        return true;
    }

    private String cell() throws XMLStreamException {
        String type = attribute(OFFICE, "value-type");
        String value = attribute(OFFICE, "value");
        String unshown = attribute(OFFICE, "string-value")
                + attribute(OFFICE, "date-value")
                + attribute(OFFICE, "time-value")
                + attribute(OFFICE, "boolean-value");
        StringBuilder shown = new StringBuilder();
        boolean any = false;
        for (int depth = 1; depth > 0; ) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT && is(TEXT, "p")) {
                shown.append(any ? "\n" : "");
                any = true;
                paragraph(shown);
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                // A remark, a picture: not what stands in the cell.
                skip();
            }
        }
        String text = shown.toString();
        if (!value.isEmpty() && (!any || POWER_OF_TEN.matcher(text.strip()).matches())) {
            return numbers.plain(decimal(value));
        }
        return any || type.isEmpty() ? text : unshown;
    }

    /** @throws XMLStreamException where it is not a number: the file is damaged then */
    private static BigDecimal decimal(String value) throws XMLStreamException {
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException e) {
            throw new XMLStreamException(value, e);
        }
    }

    private void paragraph(StringBuilder shown) throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            int event = xml.next();
            if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.SPACE) {
                shown.append(xml.getText());
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                if (is(TEXT, "ruby-text") || is(OFFICE, "annotation")) {
                    skip();
                    continue;
                }
                if (is(TEXT, "s")) {
                    shown.append(" ".repeat((int) number(TEXT, "c", MOST_COLUMNS)));
                } else if (is(TEXT, "tab")) {
                    shown.append('\t');
                } else if (is(TEXT, "line-break")) {
                    shown.append('\n');
                }
                depth++;
            }
        }
    }

    /** To the end of the element that begins here. */
    private void skip() throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            int event = xml.next();
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    private boolean is(String namespace, String name) {
        return xml.getLocalName().equals(name) && namespace.equals(xml.getNamespaceURI());
    }

    private String attribute(String namespace, String name) {
        return Objects.requireNonNullElse(xml.getAttributeValue(namespace, name), "");
    }

    /** 1 where it is not said. */
    private long number(String namespace, String name, long most) throws XMLStreamException {
        String value = attribute(namespace, name);
        if (value.isEmpty()) {
            return 1;
        }
        long number;
        try {
            number = Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new XMLStreamException(value, e);
        }
        if (number < 0 || number > most) {
            throw new XMLStreamException(value);
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
