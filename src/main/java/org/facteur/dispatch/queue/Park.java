package org.facteur.dispatch.queue;

/**
 * The queues of one channel that wait for the same bucket, so that ten thousand domains behind one full provider cost one look at
 * that provider. It sleeps until the bucket opens, then stands in the channel's line for the first of its queues.
 */
final class Park {

    /** Where a park stands. */
    enum State {
        EMPTY,
        ASLEEP,
        IN_LINE
    }

    private final Channel channel;
    private final Bucket bucket;
    private final int index;
    private final KeyedHeap queues = new KeyedHeap();

    State state = State.EMPTY;
    long wakeAt;

    Park(Channel channel, Bucket bucket, int index) {
        this.channel = channel;
        this.bucket = bucket;
        this.index = index;
    }

    Channel channel() {
        return channel;
    }

    Bucket bucket() {
        return bucket;
    }

    int index() {
        return index;
    }

    KeyedHeap queues() {
        return queues;
    }
}
