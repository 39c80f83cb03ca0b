import {expect, test} from "vitest";
import {BEAT, createClock, REST, type Time} from "../../src/player/model/clock";

/** Time that moves when told. */
function fakeTime(): Time & {pass(ms: number): void} {
  let now = 0;
  let jobs: {at: number; run: () => void}[] = [];
  return {
    now: () => now,
    later(run, ms) {
      const job = {at: now + ms, run};
      jobs.push(job);
      return job;
    },
    cancel(handle) {
      jobs = jobs.filter((job) => job !== handle);
    },
    pass(ms) {
      const end = now + ms;
      for (;;) {
        const job = jobs.filter(({at}) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!job) break;
        jobs = jobs.filter((other) => other !== job);
        now = job.at;
        job.run();
      }
      now = end;
    },
  };
}

function started(speed = 1) {
  const time = fakeTime();
  const seen = {ticks: 0};
  const clock = createClock(() => {
    seen.ticks++;
  }, time);
  clock.set(true, speed);
  return {time, seen, clock};
}

test("the first tick comes soon, then one for each beat", () => {
  const {time, seen} = started();
  time.pass(REST);
  expect(seen.ticks).toBe(1);
  time.pass(BEAT);
  expect(seen.ticks).toBe(2);
  time.pass(10 * BEAT);
  expect(seen.ticks).toBe(12);
});

test("twice the speed is twice the ticks", () => {
  const {time, seen} = started(2);
  time.pass(REST / 2 + 5 * BEAT);
  expect(seen.ticks).toBe(11);
});

test("no tick while a step's animation runs, and a rest after it", async () => {
  const {time, seen, clock} = started();
  time.pass(REST);
  let end = (): void => undefined;
  clock.wait(
    new Promise<void>((resolve) => {
      end = resolve;
    }),
  );
  time.pass(20 * BEAT);
  expect(seen.ticks).toBe(1);
  end();
  await Promise.resolve();
  await Promise.resolve();
  time.pass(REST);
  expect(seen.ticks).toBe(2);
});

test("an animation that fails does not stop the lesson", async () => {
  const {time, seen, clock} = started();
  clock.wait(Promise.reject(new Error("interrupted")));
  await new Promise((resolve) => setTimeout(resolve, 0));
  time.pass(REST);
  expect(seen.ticks).toBe(1);
});

test("pause and stop end the ticking", () => {
  const {time, seen, clock} = started();
  clock.set(false, 1);
  time.pass(20 * BEAT);
  clock.set(true, 1);
  clock.stop();
  time.pass(20 * BEAT);
  expect(seen.ticks).toBe(0);
});
