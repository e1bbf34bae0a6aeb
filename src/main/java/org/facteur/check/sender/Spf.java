package org.facteur.check.sender;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;
import org.apache.james.jspf.core.exceptions.TimeoutException;
import org.apache.james.jspf.executor.SynchronousSPFExecutor;
import org.apache.james.jspf.impl.SPF;
import org.facteur.check.dns.Dns;
import org.facteur.check.dns.DnsAnswer;
import org.facteur.check.dns.RecordType;
import org.jspecify.annotations.Nullable;

/** What a domain's SPF record says of an address (RFC 7208): jSPF's opinion, and the limits on look-ups that it does not know. */
final class Spf {

    /** RFC 7208, 4.6.4: mail exchangers whose addresses are looked up. */
    private static final int MOST_EXCHANGERS = 10;

    /** RFC 7208, 4.6.4: look-ups that find nothing. */
    private static final int MOST_VOID = 2;

    private final Dns dns;

    Spf(Dns dns) {
        this.dns = dns;
    }

    /**
     * An opinion.
     *
     * @param consulted domains whose records were read, in order and in lower case: the first is the sender's, the others are included
     */
    record Opinion(SpfResult result, List<String> consulted) {
        Opinion {
            consulted = List.copyOf(consulted);
        }
    }

    /**
     * @param ip IPv4 or IPv6
     * @param mailFrom the envelope's sender; "" for a bounce
     * @param helo what the client called itself
     */
    Opinion of(String ip, String mailFrom, String helo) {
        Questions questions = new Questions();
        // One an evaluation: jSPF keeps state in both.
        String result = new SPF(questions, new SynchronousSPFExecutor(questions))
                .checkSPF(ip, mailFrom, helo)
                .getResult();
        return new Opinion(
                questions.corrected(SpfResult.valueOf(result.toUpperCase(Locale.ROOT))), questions.consulted);
    }

    /** The DNS as jSPF asks it. */
    private final class Questions implements DNSService {

        private final List<String> consulted = new ArrayList<>();
        private int exchangersLeft;
        private int voids;
        private boolean tooMany;
        private boolean pointers;
        private boolean unsure;

        /** Null where there is none. */
        @Override
        public @Nullable List<String> getRecords(DNSRequest request) throws TimeoutException {
            RecordType type = type(request.getRecordType());
            if (type == null) {
                return null;
            }
            DnsAnswer answer = dns.ask(request.getHostname(), type);
            if (answer instanceof DnsAnswer.Unanswered unanswered) {
                // jSPF takes it for "no such record" in exists; for a pointer's addresses that is right (RFC 7208,
                // 5.5).
                unsure |= !pointers && (type == RecordType.A || type == RecordType.AAAA);
                throw new TimeoutException(unanswered.why());
            }
            count(request.getHostname(), type, answer);
            // It is changed on the way.
            return answer instanceof DnsAnswer.Records records ? new ArrayList<>(records.values()) : null;
        }

        SpfResult corrected(SpfResult opinion) {
            if (tooMany) {
                return SpfResult.PERMERROR;
            }
            return unsure ? SpfResult.TEMPERROR : opinion;
        }

        private void count(String name, RecordType type, DnsAnswer answer) {
            switch (type) {
                case TXT -> consulted.add(name.toLowerCase(Locale.ROOT));
                case MX -> {
                    tooMany |= answer.values().size() > MOST_EXCHANGERS;
                    exchangersLeft = answer.values().size();
                    countVoid(answer);
                }
                case A, AAAA -> {
                    // Of an exchanger's addresses those are no look-ups of their own.
                    if (exchangersLeft > 0) {
                        exchangersLeft--;
                    } else {
                        countVoid(answer);
                    }
                }
                case PTR -> pointers = true;
            }
        }

        private void countVoid(DnsAnswer answer) {
            voids += answer.values().isEmpty() ? 1 : 0;
            tooMany |= voids > MOST_VOID;
        }

        /** Null for type SPF, which nobody asks for any more (RFC 7208, 3.1). */
        private static @Nullable RecordType type(int number) {
            return switch (number) {
                case DNSRequest.A -> RecordType.A;
                case DNSRequest.AAAA -> RecordType.AAAA;
                case DNSRequest.MX -> RecordType.MX;
                case DNSRequest.PTR -> RecordType.PTR;
                case DNSRequest.TXT -> RecordType.TXT;
                default -> null;
            };
        }

        @Override
        public CompletionStage<List<String>> getRecordsAsync(DNSRequest request) {
            return CompletableFuture.failedFuture(new UnsupportedOperationException("the executor is synchronous"));
        }

        /** For macros in an explanation, which nobody reads. */
        @Override
        public List<String> getLocalDomainNames() {
            return List.of();
        }

        @Override
        public void setTimeOut(int seconds) {
            // The DNS has its own.
        }

        @Override
        public int getRecordLimit() {
            return MOST_EXCHANGERS;
        }

        @Override
        public void setRecordLimit(int limit) {
            // It is the RFC's.
        }
    }
}
