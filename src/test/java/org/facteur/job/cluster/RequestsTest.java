package org.facteur.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestsTest {

    @Test
    void while_no_thread_is_free_looks_do_not_pile_up_and_one_comes_for_each_that_will_be() throws Exception {
        ExecutorService threads = Requests.threads(2);
        CountDownLatch carried = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            threads.execute(() -> await(carried));
        }
        for (int second = 0; second < 10_000; second++) {
            threads.execute(looks::incrementAndGet);
        }

        carried.countDown();
        threads.shutdown();

        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(looks).hasValue(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
