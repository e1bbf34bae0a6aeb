package org.facteur.check.filter;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One question to a server and its whole answer, over TCP or a socket of this machine. */
final class Wire {

    /** No filter says more. */
    private static final int LONGEST = 1 << 20;

    /** What is asked. */
    interface Question {
        void writeTo(OutputStream out) throws IOException;
    }

    private Wire() {}

    /**
     * @param server host names may be unresolved
     * @throws IOException when there is no answer in time
     */
    static byte[] ask(SocketAddress server, Duration patience, Question question) throws IOException {
        SocketAddress resolved = server instanceof InetSocketAddress named && named.isUnresolved()
                ? new InetSocketAddress(named.getHostString(), named.getPort())
                : server;
        if (resolved instanceof InetSocketAddress named && named.isUnresolved()) {
            throw new IOException("no such host: " + named.getHostString());
        }
        try (SocketChannel channel = resolved instanceof InetSocketAddress
                ? SocketChannel.open()
                : SocketChannel.open(StandardProtocolFamily.UNIX)) {
            Executor late = CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS);
            CompletableFuture<Void> deadline = CompletableFuture.runAsync(() -> close(channel), late);
            try {
                channel.connect(resolved);
                @Nullable IOException broken = null;
                try {
                    OutputStream out = Channels.newOutputStream(channel);
                    question.writeTo(out);
                    channel.shutdownOutput();
                } catch (IOException hungUp) {
                    // It may have answered before it heard all of it: a stream that is too large, say.
                    broken = hungUp;
                }
                byte[] answer = read(Channels.newInputStream(channel), broken);
                if (answer.length == 0) {
                    throw broken != null ? broken : new IOException("no answer");
                }
                return answer;
            } finally {
                deadline.cancel(false);
            }
        }
    }

    private static byte[] read(InputStream in, @Nullable IOException broken) throws IOException {
        try {
            return in.readNBytes(LONGEST);
        } catch (IOException e) {
            throw broken != null ? broken : e;
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException closedAlready) {
            // That is what was wanted.
        }
    }
}
