package org.facteur.packaged;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A line to a server on loopback, for one connection, that is cut once the server has said so many bytes. */
public final class CutLine implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final int port;
    private final int bytes;
    private final Runnable atCut;

    /** @param atCut what is done just before */
    public CutLine(int port, int bytes, Runnable atCut) throws IOException {
        this.port = port;
        this.bytes = bytes;
        this.atCut = atCut;
        start(this::passOn);
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task, "line");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void passOn() {
        try (Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread up = start(() -> passOn(client, server, Integer.MAX_VALUE));
            if (passOn(server, client, bytes)) {
                atCut.run();
            }
            client.close();
            up.join();
        } catch (IOException | InterruptedException e) {
            // The test is over.
        }
    }

    /** @return whether so many went */
    private static boolean passOn(Socket from, Socket to, int bytes) {
        byte[] block = new byte[4_096];
        int left = bytes;
        try {
            InputStream in = from.getInputStream();
            while (left > 0) {
                int n = in.read(block);
                if (n < 0) {
                    return false;
                }
                to.getOutputStream().write(block, 0, Math.min(n, left));
                left -= n;
            }
            return true;
        } catch (IOException e) {
            // One of the two has hung up.
            return false;
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
