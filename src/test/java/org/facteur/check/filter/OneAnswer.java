package org.facteur.check.filter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A server that gives one answer to whatever it is asked, once it has heard all of it; null: it never answers. */
final class OneAnswer implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    OneAnswer(String answer) throws IOException {
        Thread thread = new Thread(() -> serve(answer), "one-answer");
        thread.setDaemon(true);
        thread.start();
    }

    static OneAnswer silent() throws IOException {
        return new OneAnswer("");
    }

    SocketAddress address() {
        return server.getLocalSocketAddress();
    }

    List<String> heard() {
        return List.copyOf(heard);
    }

    private void serve(String answer) {
        while (true) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                InputStream in = socket.getInputStream();
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                in.transferTo(all);
                heard.add(all.toString(StandardCharsets.ISO_8859_1));
                if (!answer.isEmpty()) {
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    socket.close();
                }
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
