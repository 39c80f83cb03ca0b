/** Goes through all updates of a run, one after the other, as fast as they can be drawn. */

interface Playback {
  start(): void;
  stop(): void;
  isOn(): boolean;
}

/** `next` shows the next update and says whether there are more; `end` is told when it stops. */
export function createPlayback(next: () => boolean, end: () => void): Playback {
  let frame = 0;
  const stop = (): void => {
    if (frame === 0) return;
    cancelAnimationFrame(frame);
    frame = 0;
    end();
  };
  const tick = (): void => {
    if (next()) frame = requestAnimationFrame(tick);
    else stop();
  };
  return {
    start() {
      frame ||= requestAnimationFrame(tick);
    },
    stop,
    isOn: () => frame !== 0,
  };
}
