package org.facteur.dispatch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

/** A name server on loopback that knows what a test tells it, and of all other names that there is none. */
final class DnsServer implements AutoCloseable {

    private static final int SILENT = -1;

    private final DatagramSocket socket;
    private final InetSocketAddress address;
    private final Map<String, List<String>> exchangers = new ConcurrentHashMap<>();
    private final Map<String, Integer> codes = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    DnsServer() {
        try {
            socket = new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        address = new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
        Thread thread = new Thread(this::answerAll, "dns-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** @param hosts the first is the preferred one; {@code .} alone: takes no mail (RFC 7505); none: no such record */
    DnsServer mx(String domain, String... hosts) {
        exchangers.put(domain + ".", List.of(hosts));
        return this;
    }

    /** @param code of {@link Rcode} */
    DnsServer answering(String domain, int code) {
        codes.put(domain + ".", code);
        return this;
    }

    DnsServer silentAbout(String domain) {
        return answering(domain, SILENT);
    }

    /** Names that were asked about, each as often as it was. */
    List<String> asked() {
        return asked;
    }

    SimpleResolver resolver() {
        return new SimpleResolver(address);
    }

    private void answerAll() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Message question = new Message(Arrays.copyOf(buffer, packet.getLength()));
                Name name = question.getQuestion().getName();
                asked.add(name.toString(true));
                int code = codes.getOrDefault(
                        name.toString(), exchangers.containsKey(name.toString()) ? Rcode.NOERROR : Rcode.NXDOMAIN);
                if (code != SILENT) {
                    byte[] answer = answer(question, name, code).toWire();
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // Closed, or a question that is none; the loop's condition tells them apart.
            }
        }
    }

    private Message answer(Message question, Name name, int code) throws IOException {
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setRcode(code);
        answer.addRecord(question.getQuestion(), Section.QUESTION);
        int priority = 10;
        for (String host : exchangers.getOrDefault(name.toString(), List.of())) {
            answer.addRecord(
                    new MXRecord(name, DClass.IN, 300, priority, Name.fromString(host, Name.root)), Section.ANSWER);
            priority += 10;
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
