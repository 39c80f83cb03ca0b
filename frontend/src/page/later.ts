/** A part of the page that the first picture does not wait for. What is asked of it before it is there waits for it. */

export interface Later<T> {
  /** Null until it has arrived. */
  part(): T | null;
  /** Acts on the part, at once if it is there; fetches it if that was not done yet. */
  use(act: (part: T) => void): void;
  /** Fetches it; done when it is there or could not be fetched. */
  fetch(): Promise<void>;
}

/** `onFail`: it could not be fetched; the next use tries again. */
export function createLater<T>(load: () => Promise<T>, onFail: () => void): Later<T> {
  let part: T | null = null;
  let coming: Promise<void> | null = null;
  let waiting: ((part: T) => void)[] = [];

  function fetch(): Promise<void> {
    coming ??= load().then(
      (made) => {
        part = made;
        for (const act of waiting.splice(0)) act(made);
      },
      () => {
        coming = null;
        if (waiting.length > 0) onFail();
        waiting = [];
      },
    );
    return coming;
  }

  return {
    part: () => part,
    use(act) {
      if (part !== null) act(part);
      else {
        waiting.push(act);
        void fetch();
      }
    },
    fetch,
  };
}

/** A button whose part is not there yet is pressed again when it is. */
export function pressLater(button: HTMLElement, later: Later<unknown>): void {
  button.addEventListener("click", () => {
    if (later.part() === null) later.use(() => button.click());
  });
}
