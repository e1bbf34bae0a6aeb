package org.facteur.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server on 127.0.0.1 for tests: accepts everything with {@code 250 2.0.0 Ok: queued as N} unless a script says
 * otherwise, any number of connections at once, pipelined commands in order.
 *
 * <pre>{@code
 * try (var server = ScriptedSmtpServer.plain()) {
 *     server.on(Step.RCPT, at -> at.recipient().startsWith("nobody@") ? reply("550 5.1.1 No such user") : proceed());
 *     …
 *     assertThat(server.countByRecipient()).containsOnly(entry("marie@example.org", 1L));
 * }
 * }</pre>
 *
 * Callbacks run on the connection's thread and may block.
 */
public final class ScriptedSmtpServer implements AutoCloseable {

    private final ServerSocket listener;
    /** Has the port once the server has left; it never listens. */
    private final Socket kept = new Socket();

    private final @Nullable SSLContext tls;
    private final boolean implicitTls;
    private final boolean remembers;
    private final Map<Step, Function<Context, Action>> script = new EnumMap<>(Step.class);
    private final List<Transaction> transactions = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger transactionCount = new AtomicInteger();
    private final AtomicInteger withDot = new AtomicInteger();
    private final LongAdder acceptedCount = new LongAdder();
    private volatile List<String> capabilities = List.of("8BITMIME", "ENHANCEDSTATUSCODES");
    private volatile List<String> tlsProtocols = List.of();
    private volatile boolean joinsAnswers;
    private volatile @Nullable Account account;
    private volatile InstantSource clock = InstantSource.system();
    private final AtomicInteger running = new AtomicInteger();
    private Thread accepting = Thread.currentThread();

    /** The login that is expected; XOAUTH2 takes the secret for a token. */
    record Account(String user, String secret) {}

    private ScriptedSmtpServer(int port, @Nullable SSLContext tls, boolean implicitTls, boolean remembers) {
        try {
            this.listener = new ServerSocket(port, 500, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.tls = tls;
        this.implicitTls = implicitTls;
        this.remembers = remembers;
    }

    /** Without encryption. */
    public static ScriptedSmtpServer plain() {
        return new ScriptedSmtpServer(0, null, false, true).started();
    }

    /** Offers STARTTLS. */
    public static ScriptedSmtpServer startTls(TestCertificate certificate) {
        return new ScriptedSmtpServer(0, certificate.context(), false, true).started();
    }

    /** Encrypted from the first byte. */
    public static ScriptedSmtpServer implicitTls(TestCertificate certificate) {
        return new ScriptedSmtpServer(0, certificate.context(), true, true).started();
    }

    /** A fast server that takes everything and keeps nothing, for benchmarks: {@code main PORT}. */
    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length == 0 ? 2525 : Integer.parseInt(arguments[0]);
        ScriptedSmtpServer server = new ScriptedSmtpServer(port, null, false, false);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> System.out.println(server.acceptedCount() + " letters accepted")));
        server.acceptAll();
    }

    private ScriptedSmtpServer started() {
        accepting = daemon(this::acceptAll, "scripted-smtp-" + port());
        return this;
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                int number = connections.incrementAndGet();
                daemon(new Conversation(this, socket, number), "scripted-smtp-" + port() + "-" + number);
            } catch (IOException e) {
                // Closed, or a client that left before it was accepted; the loop's condition tells them apart.
            }
        }
    }

    /** At this step, do what the callback says; the last callback set for a step counts. */
    public ScriptedSmtpServer on(Step step, Function<Context, Action> callback) {
        synchronized (script) {
            script.put(step, callback);
        }
        return this;
    }

    /** What EHLO offers; STARTTLS and AUTH come by themselves where they apply. */
    public ScriptedSmtpServer capabilities(String... keywords) {
        capabilities = List.of(keywords);
        return this;
    }

    /** Answers when there is nothing more to read, as Postfix does: to a group at once. */
    public ScriptedSmtpServer joinsAnswers() {
        joinsAnswers = true;
        return this;
    }

    boolean isJoiningAnswers() {
        return joinsAnswers;
    }

    /** Requires a login before MAIL: PLAIN or LOGIN with this password, XOAUTH2 with this token. */
    public ScriptedSmtpServer login(String user, String secret) {
        account = new Account(user, secret);
        return this;
    }

    /** Speaks these versions of TLS only; the JDK refuses the old ones by itself. */
    public ScriptedSmtpServer tlsProtocols(String... versions) {
        tlsProtocols = List.of(versions);
        return this;
    }

    /** What transactions are dated by; the machine's clock where nothing else is said. */
    public ScriptedSmtpServer clock(InstantSource source) {
        clock = source;
        return this;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections were accepted so far. */
    public int connections() {
        return connections.get();
    }

    /** Every MAIL that was answered positively, in order. */
    public List<Transaction> transactions() {
        return List.copyOf(transactions);
    }

    /** The transactions whose final dot was answered positively, in order of their MAIL. */
    public List<Transaction> accepted() {
        return transactions.stream().filter(Transaction::accepted).toList();
    }

    public long acceptedCount() {
        return acceptedCount.sum();
    }

    /** Letters accepted for each recipient: anything above 1 is a letter sent twice. */
    public Map<String, Long> countByRecipient() {
        return accepted().stream().collect(Collectors.groupingBy(Transaction::recipient, Collectors.counting()));
    }

    /** The commands seen, in order of arrival, as they came. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Their verbs: {@code EHLO}, {@code MAIL}, {@code QUIT}… */
    public List<String> commands() {
        return lines.stream()
                .map(line -> line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT))
                .toList();
    }

    /** Transactions that have begun and have not been answered for good. */
    public int running() {
        return running.get();
    }

    /** How many connections have not ended yet. */
    public int openConnections() {
        return open.size();
    }

    Action ask(Step step, Context context) {
        Function<Context, Action> callback;
        synchronized (script) {
            callback = script.get(step);
        }
        return callback == null ? Action.proceed() : callback.apply(context);
    }

    List<String> offered() {
        return capabilities;
    }

    @Nullable
    Account account() {
        return account;
    }

    @Nullable
    SSLContext tls() {
        return tls;
    }

    List<String> tlsVersions() {
        return tlsProtocols;
    }

    boolean isImplicitTls() {
        return implicitTls;
    }

    boolean remembers() {
        return remembers;
    }

    void saw(String line) {
        if (remembers) {
            lines.add(line);
        }
    }

    void cameWithDot() {
        withDot.incrementAndGet();
    }

    /** Final dots with which the next command came. */
    public int dotsWithMore() {
        return withDot.get();
    }

    int nextTransaction() {
        return transactionCount.incrementAndGet();
    }

    Instant now() {
        return clock.instant();
    }

    void over(Transaction transaction) {
        if (transaction.end()) {
            running.decrementAndGet();
        }
    }

    void began(Transaction transaction) {
        running.incrementAndGet();
        if (remembers) {
            transactions.add(transaction);
        }
    }

    void accepted(Transaction transaction) {
        transaction.accept();
        acceptedCount.increment();
    }

    void ended(Socket socket) {
        open.remove(socket);
    }

    /**
     * Ends every connection and lets nobody in, but keeps the port until {@link #close}: a port that is let go is soon
     * that of another server, of a test that runs beside this one.
     */
    public void leave() {
        SocketAddress address = listener.getLocalSocketAddress();
        hangUp();
        try {
            // Until it has noticed, the port is still the listener's.
            accepting.join();
            kept.setReuseAddress(true);
            kept.bind(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends every connection. */
    @Override
    public void close() {
        hangUp();
        Conversation.closeQuietly(kept);
    }

    private void hangUp() {
        Conversation.closeQuietly(listener);
        for (Socket socket : Arrays.asList(open.toArray(new Socket[0]))) {
            Conversation.closeQuietly(socket);
        }
    }
}
