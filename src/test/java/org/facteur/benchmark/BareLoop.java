package org.facteur.benchmark;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/**
 * What one would write without Facteur, and what it is compared with: a loop on each of so many threads, no ledger, no restart, no
 * limits. Arguments: {@code spring|angus}, port, threads, letters, and the picture in each letter where there is to be one.
 */
final class BareLoop {

    private static final int AT_ONCE = 50;

    private BareLoop() {}

    public static void main(String[] args) throws InterruptedException, ExecutionException {
        boolean spring = args[0].equals("spring");
        int port = Integer.parseInt(args[1]);
        int threads = Integer.parseInt(args[2]);
        int letters = Integer.parseInt(args[3]);
        File picture = args.length > 4 ? new File(args[4]) : null;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> loops = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int from = (int) ((long) letters * thread / threads);
            int to = (int) ((long) letters * (thread + 1) / threads);
            loops.add(pool.submit(() -> {
                if (spring) {
                    spring(port, from, to, picture);
                } else {
                    angus(port, from, to, picture);
                }
                return null;
            }));
        }
        for (Future<?> loop : loops) {
            loop.get();
        }
        pool.shutdown();
    }

    /** As its documentation has it: the sender sends an array over one connection. */
    private static void spring(int port, int from, int to, @Nullable File picture) throws MessagingException {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(port);
        for (int begin = from; begin < to; begin += AT_ONCE) {
            MimeMessage[] messages = new MimeMessage[Math.min(AT_ONCE, to - begin)];
            for (int i = 0; i < messages.length; i++) {
                int contact = begin + i;
                MimeMessageHelper letter = new MimeMessageHelper(sender.createMimeMessage(), true, "UTF-8");
                letter.setFrom(SampleMailing.FROM);
                letter.setTo(SampleMailing.email(contact));
                letter.setSubject(SampleMailing.merge(SampleMailing.SUBJECT, contact));
                letter.setText(
                        SampleMailing.merge(SampleMailing.TEXT, contact),
                        SampleMailing.merge(SampleMailing.HTML, contact));
                if (picture != null) {
                    letter.addInline("card", picture);
                }
                messages[i] = letter.getMimeMessage();
            }
            sender.send(messages);
        }
    }

    /** One kept connection, message by message. */
    private static void angus(int port, int from, int to, @Nullable File picture)
            throws MessagingException, IOException {
        Session session = Session.getInstance(new Properties());
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect("127.0.0.1", port, null, null);
            for (int i = from; i < to; i++) {
                MimeMessage message = new MimeMessage(session);
                message.setFrom(SampleMailing.FROM);
                message.setRecipients(Message.RecipientType.TO, SampleMailing.email(i));
                message.setSubject(SampleMailing.merge(SampleMailing.SUBJECT, i), "UTF-8");
                MimeBodyPart text = new MimeBodyPart();
                text.setText(SampleMailing.merge(SampleMailing.TEXT, i), "UTF-8", "plain");
                MimeBodyPart html = new MimeBodyPart();
                html.setText(SampleMailing.merge(SampleMailing.HTML, i), "UTF-8", "html");
                MimeMultipart body = new MimeMultipart("alternative", text, html);
                if (picture != null) {
                    MimeBodyPart words = new MimeBodyPart();
                    words.setContent(body);
                    MimeBodyPart card = new MimeBodyPart();
                    card.attachFile(picture);
                    body = new MimeMultipart("related", words, card);
                }
                message.setContent(body);
                message.saveChanges();
                transport.sendMessage(message, new InternetAddress[] {new InternetAddress(SampleMailing.email(i))});
            }
        }
    }
}
