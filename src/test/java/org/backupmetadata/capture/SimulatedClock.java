package org.backupmetadata.capture;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Simulated time for threads that work side by side: it passes only while all of them wait for it, so that nothing
 * they do takes time, however slow the machine is. What is planned for a time happens then, while nobody works.
 */
final class SimulatedClock implements SweepClock {

    /** Something that happens at that time, after what was planned before it. */
    private record Plan(Instant at, long number, Runnable what) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition passed = lock.newCondition();
    private final PriorityQueue<Plan> plans = new PriorityQueue<>(
            Comparator.comparing(Plan::at).thenComparingLong(Plan::number));
    private final Set<Thread> working = new HashSet<>();
    private final Map<Thread, Instant> waiting = new HashMap<>();
    private volatile Instant now;
    private long planned;
    private boolean isWatched;

    SimulatedClock(Instant start) {
        this.now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** From now on until it ends, time passes only while this thread waits for it. */
    void work() {
        lock.lock();
        try {
            working.add(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    /** Does that at that time, or as soon as time passes. */
    void plan(Instant at, Runnable what) {
        lock.lock();
        try {
            plans.add(new Plan(at, planned++, what));
        } finally {
            lock.unlock();
        }
    }

    /** Whether anything is still to happen. */
    boolean hasPlans() {
        lock.lock();
        try {
            return !plans.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        lock.lock();
        try {
            Instant end = now.plus(duration);
            waiting.put(Thread.currentThread(), end);
            pass();
            while (now.isBefore(end)) {
                if (isWatched) {
                    passed.await();
                } else { // one of all who wait looks whether somebody has ended meanwhile: nobody says so
                    isWatched = true;
                    passed.await(1, TimeUnit.MILLISECONDS);
                    isWatched = false;
                }
                pass();
            }
        } finally {
            waiting.remove(Thread.currentThread());
            passed.signal(); // another one may have to watch
            lock.unlock();
        }
    }

    private void pass() {
        working.removeIf(thread -> !thread.isAlive());
        Instant next = Collections.min(waiting.values());
        while (next.isAfter(now) && waiting.keySet().containsAll(working)) {
            Plan plan = plans.peek();
            if (plan == null || plan.at().isAfter(next)) {
                now = next;
            } else {
                plans.remove();
                now = plan.at().isAfter(now) ? plan.at() : now;
                plan.what().run();
            }
            if (!next.isAfter(now)) {
                passed.signalAll();
            }
        }
    }
}
