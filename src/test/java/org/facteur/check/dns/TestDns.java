package org.facteur.check.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on loopback that knows what a test tells it, in the words of a zone file, and of all other names that there is none. */
public final class TestDns implements AutoCloseable {

    private static final int SILENT = -1;
    private static final int TTL = 300;

    private final DatagramSocket socket;
    private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();
    private final Map<Name, Integer> codes = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int allCodes = Rcode.NOERROR;

    public TestDns() {
        try {
            socket = new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::answerAll, "test-dns");
        thread.setDaemon(true);
        thread.start();
    }

    /** @param record such as {@code MX 10 mx.ecole.example.}; of a TXT the text alone, cut into strings as need be */
    public TestDns with(String name, String record) {
        int space = record.indexOf(' ');
        String type = record.substring(0, space);
        String data = record.substring(space + 1);
        try {
            Name owner = name(name);
            Record made = Record.fromString(
                    owner, Type.value(type), DClass.IN, TTL, type.equals("TXT") ? quoted(data) : data, Name.root);
            records.computeIfAbsent(owner, key -> new CopyOnWriteArrayList<>()).add(made);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        for (int from = 0; from == 0 || from < text.length(); from += 100) {
            quoted.append('"')
                    .append(text.substring(from, Math.min(from + 100, text.length()))
                            .replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace(";", "\\;"))
                    .append("\" ");
        }
        return quoted.toString();
    }

    /** @param code of {@link Rcode} */
    public TestDns answering(String name, int code) {
        codes.put(name(name), code);
        return this;
    }

    public TestDns silentAbout(String name) {
        return answering(name, SILENT);
    }

    /** There, and not answering anybody. */
    public TestDns silent() {
        allCodes = SILENT;
        return this;
    }

    /**
     * To everything.
     *
     * @param code of {@link Rcode}
     */
    public TestDns answeringAll(int code) {
        allCodes = code;
        return this;
    }

    /** {@code TXT ecole.example} for each question. */
    public List<String> asked() {
        return asked;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    private static Name name(String name) {
        try {
            return Name.fromString(name.toLowerCase(java.util.Locale.ROOT), Name.root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answerAll() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Message question = new Message(Arrays.copyOf(buffer, packet.getLength()));
                Name name = name(question.getQuestion().getName().toString());
                int type = question.getQuestion().getType();
                asked.add(Type.string(type) + " " + name.toString(true));
                int code = codes.getOrDefault(name, allCodes);
                if (code != SILENT) {
                    byte[] answer = answer(question, name, type, code).toWire();
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // Closed, or a question that is none; the loop's condition tells them apart.
            }
        }
    }

    private Message answer(Message question, Name name, int type, int code) {
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(question.getQuestion(), Section.QUESTION);
        List<Record> there = new ArrayList<>(records.getOrDefault(name, List.of()));
        boolean exists = records.keySet().stream().anyMatch(known -> known.subdomain(name));
        answer.getHeader().setRcode(code != Rcode.NOERROR ? code : exists ? Rcode.NOERROR : Rcode.NXDOMAIN);
        if (code == Rcode.NOERROR) {
            there.stream()
                    .filter(record -> record.getType() == type || record.getType() == Type.CNAME)
                    .forEach(record -> answer.addRecord(record, Section.ANSWER));
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
