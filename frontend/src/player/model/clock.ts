/** Drives ticks while playing. Time comes in from outside, so that a test need not sleep. */

export interface Time {
  readonly now: () => number;
  readonly later: (run: () => void, ms: number) => unknown;
  readonly cancel: (handle: unknown) => void;
}

const browserTime: Time = {
  now: () => performance.now(),
  later: (run, ms) => setTimeout(run, ms),
  cancel: (handle) => clearTimeout(handle as number),
};

/** Time that a step stays before the next one starts, in milliseconds at 1x; its animation counts towards it. */
export const BEAT = 1350;
/** The least pause after an animation has ended, at 1x: time to read the number that has just arrived. */
export const REST = 350;

interface Clock {
  /** Tick as long as `playing`; `speed` changes the beat from the next tick on. */
  set(playing: boolean, speed: number): void;
  /** The picture is busy until this promise settles: no tick before. */
  wait(animation: Promise<unknown>): void;
  stop(): void;
}

export function createClock(tick: () => void, time: Time = browserTime): Clock {
  let playing = false;
  let speed = 1;
  let handle: unknown = null;
  let began = 0;
  let busy: Promise<unknown> | null = null;

  function arm(): void {
    if (handle !== null) time.cancel(handle);
    handle = null;
    if (!playing || busy) return;
    const left = Math.max(REST / speed, BEAT / speed - (time.now() - began));
    handle = time.later(fire, left);
  }

  function fire(): void {
    handle = null;
    began = time.now();
    tick();
    arm();
  }

  return {
    set(nextPlaying, nextSpeed) {
      if (nextPlaying === playing && nextSpeed === speed) return;
      const starts = nextPlaying && !playing;
      playing = nextPlaying;
      speed = nextSpeed;
      // The first tick comes at once: who presses play wants to see something move.
      if (starts) began = Number.NEGATIVE_INFINITY;
      arm();
    },
    wait(animation) {
      busy = animation;
      const done = (): void => {
        if (busy !== animation) return;
        busy = null;
        arm();
      };
      animation.then(done, done);
      arm();
    },
    stop() {
      playing = false;
      busy = null;
      arm();
    },
  };
}
