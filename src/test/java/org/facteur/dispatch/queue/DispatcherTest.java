package org.facteur.dispatch.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.facteur.pace.Limit;
import org.facteur.reason.Reason;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private static final Instant NOON = Instant.parse("2027-01-01T12:00:00Z");
    private static final long DUE = 0;

    private final Lane ecole = new Lane("ecole", List.of(), 2);
    private final Lane perso = new Lane("perso", List.of(), 2);

    @Test
    void fifty_letters_under_a_limit_a_minute_are_foreseen_later_and_later() {
        Dispatcher dispatcher = dispatcher(bucket("campaign", "30/minute"), ecole);
        fill(dispatcher, dispatcher.addGroup("a.example", List.of()), 0, 50, false);

        List<Choice.Send> sends = choose(dispatcher, 50, NOON.plusSeconds(300));

        assertThat(sends.get(29).at()).isEqualTo(NOON);
        assertThat(sends.get(30).at()).isEqualTo(NOON.plusMillis(60_001));
        assertThat(dispatcher.next(NOON, NOON)).isInstanceOf(Choice.Done.class);
    }

    @Test
    void a_letter_that_its_lane_cannot_carry_goes_by_another_and_is_left_to_that() {
        Dispatcher dispatcher = dispatcher(bucket("campaign"), ecole, perso);
        int group = dispatcher.addGroup("a.example", List.of());
        fill(dispatcher, group, 0, 1, false);
        Choice.Send first = choose(dispatcher, 1, NOON).get(0);

        assertThat(dispatcher.isCarriedBesides(first)).isTrue();
        dispatcher.passOn(first);

        Choice.Send second = choose(dispatcher, 1, NOON).get(0);
        assertThat(List.of(first.lane(), second.lane())).containsExactly(0, 1);
        assertThat(dispatcher.isCarriedBesides(second)).isFalse();

        // The other is given up: the letter does not go back and forth between the two.
        dispatcher.untie(1);
        dispatcher.putBack(second);

        assertThat(dispatcher.isLeftTo(List.of(1), List.of())).isTrue();
        assertThat(choose(dispatcher, 1, NOON)).extracting(Choice.Send::lane).containsExactly(1);
    }

    @Test
    void what_keeps_everything_back_is_named() {
        Bucket day = bucket("relay ecole", "2/day");
        Dispatcher dispatcher = dispatcher(bucket("campaign"), new Lane("ecole", List.of(day), 2));
        fill(dispatcher, dispatcher.addGroup("a.example", List.of()), 0, 3, false);
        choose(dispatcher, 2, NOON).forEach(send -> {
            assertThat(dispatcher.tryBegin(send, NOON)).isEmpty();
            dispatcher.end(send, NOON, true);
        });
        dispatcher.startChunk(NOON);

        Choice choice = dispatcher.next(NOON, NOON.plusSeconds(60));

        assertThat(choice)
                .isEqualTo(new Choice.Wait(
                        NOON.plus(Duration.ofDays(1)).plusMillis(1),
                        QueueReason.LIMIT.of(Reason.verbatim("relay ecole"), "2/day"),
                        QueueReason.REACHED.of(Reason.verbatim("relay ecole"), "2/day")));
    }

    @Test
    void a_domain_with_a_tenth_of_the_letters_gets_every_tenth() {
        Dispatcher dispatcher = dispatcher(bucket("campaign"), ecole);
        fill(dispatcher, dispatcher.addGroup("large.example", List.of()), 0, 900, false);
        int small = dispatcher.addGroup("small.example", List.of());
        fill(dispatcher, small, 900, 100, false);

        List<Choice.Send> sends = choose(dispatcher, 1000, NOON);

        List<Integer> at = new ArrayList<>();
        for (int i = 0; i < sends.size(); i++) {
            if (sends.get(i).group() == small) {
                at.add(i);
            }
        }
        assertThat(at).hasSize(100);
        for (int i = 1; i < 100; i++) {
            assertThat(at.get(i) - at.get(i - 1)).isBetween(9, 11);
        }
    }

    @Test
    void domains_behind_a_full_provider_are_passed_over_and_it_does_not_get_a_burst_afterwards() {
        Dispatcher dispatcher = dispatcher(bucket("campaign"), ecole);
        Bucket provider = bucket("provider", "1/minute");
        for (int group = 0; group < 20; group++) {
            fill(dispatcher, dispatcher.addGroup("p" + group, List.of(provider)), group * 10L, 10, false);
        }
        fill(dispatcher, dispatcher.addGroup("other", List.of()), 200, 100, false);

        List<Choice.Send> sends = choose(dispatcher, 103, NOON.plusSeconds(125));

        assertThat(sends.subList(0, 101))
                .allMatch(send -> send.at().equals(NOON))
                .filteredOn(send -> send.group() < 20)
                .hasSize(1);
        assertThat(sends.get(101).at()).isEqualTo(NOON.plusMillis(60_001));
        assertThat(sends.get(102).at()).isEqualTo(NOON.plusMillis(120_002));
    }

    @Test
    void one_of_four_letters_is_one_that_was_tried_before() {
        Dispatcher dispatcher = dispatcher(bucket("campaign"), ecole);
        int group = dispatcher.addGroup("a.example", List.of());
        fill(dispatcher, group, 0, 30, false);
        fill(dispatcher, group, 100, 5, true);

        List<Choice.Send> sends = choose(dispatcher, 35, NOON);

        for (int i = 0; i < 20; i++) {
            assertThat(sends.get(i).deferred()).isEqualTo(i % 4 == 3);
        }
    }

    @Test
    void a_letter_bound_to_a_lane_waits_for_it_while_others_go() {
        Dispatcher dispatcher = dispatcher(bucket("campaign"), ecole, perso);
        int group = dispatcher.addGroup("a.example", List.of());
        dispatcher.defer(1, group, NOON, 0);
        dispatcher.defer(2, group, NOON, -1);
        dispatcher.closeLane(0, NOON.plusSeconds(60), Reason.verbatim("ecole is away"));

        List<Choice.Send> sends = choose(dispatcher, 2, NOON.plusSeconds(60));

        assertThat(sends).extracting(Choice.Send::id).containsExactly(2L, 1L);
        assertThat(sends).extracting(Choice.Send::lane).containsExactly(1, 0);
        assertThat(sends.get(1).at()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void lanes_with_weights_share_and_a_rule_keeps_a_domain_off_a_lane() {
        Dispatcher dispatcher = dispatcher(
                bucket("campaign"),
                new Lane("a", List.of(), 1, 3, group -> true),
                new Lane("b", List.of(), 1, 1, group -> !group.equals("only-a")));
        fill(dispatcher, dispatcher.addGroup("both", List.of()), 0, 40, false);
        assertThat(choose(dispatcher, 40, NOON))
                .filteredOn(send -> send.lane() == 1)
                .hasSize(10);

        fill(dispatcher, dispatcher.addGroup("only-a", List.of()), 0, 40, false);
        assertThat(choose(dispatcher, 40, NOON)).allMatch(send -> send.lane() == 0);
    }

    @Test
    void a_paused_domain_comes_back_with_one_letter_at_a_time() {
        Dispatcher dispatcher = dispatcher(bucket("campaign"), ecole);
        int group = dispatcher.addGroup("a.example", List.of());
        fill(dispatcher, group, 0, 2, false);
        dispatcher.closeGroup(group, NOON.plusSeconds(60), Reason.verbatim("a.example asked to slow down"));
        dispatcher.limitInFlight(group, 1);
        assertThat(dispatcher.next(NOON, NOON))
                .isEqualTo(new Choice.Wait(
                        NOON.plusSeconds(60),
                        Reason.verbatim("a.example asked to slow down"),
                        Reason.verbatim("a.example asked to slow down")));

        List<Choice.Send> sends = choose(dispatcher, 2, NOON.plusSeconds(60));
        Instant later = NOON.plusSeconds(60);

        assertThat(dispatcher.tryBegin(sends.get(0), later)).isEmpty();
        assertThat(dispatcher.tryBegin(sends.get(1), later))
                .hasValueSatisfying(opening -> assertThat(opening.at()).isNull());
        dispatcher.end(sends.get(0), later, true);
        assertThat(dispatcher.tryBegin(sends.get(1), later)).isEmpty();
    }

    @Test
    void a_letter_that_is_put_back_is_the_next_of_its_group() {
        Dispatcher dispatcher = dispatcher(bucket("campaign"), ecole);
        fill(dispatcher, dispatcher.addGroup("a.example", List.of()), 0, 3, false);
        List<Choice.Send> sends = choose(dispatcher, 3, NOON);

        dispatcher.putBack(sends.get(2));
        dispatcher.putBack(sends.get(1));

        assertThat(choose(dispatcher, 2, NOON)).extracting(Choice.Send::id).containsExactly(1L, 2L);
    }

    @Test
    void a_letter_that_was_foreseen_and_put_back_is_not_sent_before_it_is_due() {
        Dispatcher dispatcher = dispatcher(bucket("campaign"), ecole);
        int group = dispatcher.addGroup("a.example", List.of());
        dispatcher.startChunk(NOON);
        dispatcher.defer(1, group, NOON.plusSeconds(60), -1);
        Choice.Send send = choose(dispatcher, 1, NOON.plusSeconds(60)).get(0);
        dispatcher.putBack(send);

        assertThat(dispatcher.next(NOON, NOON.plusSeconds(59)))
                .isEqualTo(new Choice.Wait(NOON.plusSeconds(60), Search.DEFERRED, Search.DEFERRED));
    }

    @Test
    void letters_of_a_lane_that_is_untied_leave_by_the_others_also_those_that_are_put_back_or_not_yet_due() {
        Dispatcher dispatcher = dispatcher(bucket("campaign"), ecole, perso);
        int group = dispatcher.addGroup("a.example", List.of());
        dispatcher.startChunk(NOON);
        dispatcher.defer(1, group, NOON, 0);
        dispatcher.defer(2, group, NOON, 0);
        dispatcher.defer(3, group, NOON.plusSeconds(60), 0);
        List<Choice.Send> chosen = choose(dispatcher, 1, NOON);
        assertThat(dispatcher.isLeftTo(List.of(0), chosen)).isTrue();

        dispatcher.untie(0);
        dispatcher.putBack(chosen.get(0));
        dispatcher.defer(4, group, NOON.plusSeconds(60), 0);
        dispatcher.closeLane(0, NOON.plusSeconds(3600), null);

        assertThat(dispatcher.isLeftTo(List.of(0), List.of())).isFalse();
        assertThat(dispatcher.isLeftTo(List.of(0, 1), List.of())).isTrue();
        for (Dispatcher each : List.of(dispatcher.fork(), dispatcher)) {
            List<Choice.Send> sends = choose(each, 4, NOON.plusSeconds(60));
            assertThat(sends).extracting(Choice.Send::lane).containsOnly(1);
            assertThat(sends).extracting(Choice.Send::id).containsExactly(1L, 2L, 3L, 4L);
            assertThat(each.next(NOON, NOON)).isInstanceOf(Choice.Done.class);
        }
    }

    static List<Choice.Send> choose(Dispatcher dispatcher, int letters, Instant horizon) {
        dispatcher.startChunk(NOON);
        List<Choice.Send> sends = new ArrayList<>();
        for (int i = 0; i < letters; i++) {
            sends.add((Choice.Send) dispatcher.next(NOON, horizon));
        }
        return sends;
    }

    static void fill(Dispatcher dispatcher, int group, long firstId, int letters, boolean deferred) {
        dispatcher.startChunk(NOON);
        for (int i = 0; i < letters; i++) {
            dispatcher.add(firstId + i, group, deferred, DUE, -1);
        }
    }

    static Dispatcher dispatcher(Bucket campaign, Lane... lanes) {
        return new Dispatcher(List.of(lanes), campaign, null);
    }

    static Bucket bucket(String name, String... limits) {
        return new Bucket(
                Reason.verbatim(name),
                List.of(limits).stream().map(Limit::parse).toList());
    }
}
