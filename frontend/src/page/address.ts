/** Keeps the address bar in step with the state, gently: browsers refuse more than some hundred changes in a minute. */

const PAUSE = 300;

export type Address = Readonly<{
  follow(search: string): void; // the same picture moved on: replaces, at most once in PAUSE
  enter(search: string): void; // another picture: a new entry, so that Back comes home
}>;

export function createAddress(): Address {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let next: string | null = null;
  const url = (search: string): string => location.pathname + search;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (next === null || next === location.search + location.hash) return;
    history.replaceState(null, "", url(next));
    next = null;
  };
  window.addEventListener("pagehide", flush);
  return {
    follow(search) {
      next = search;
      timer ??= setTimeout(flush, PAUSE);
    },
    enter(search) {
      flush();
      next = null;
      history.pushState(null, "", url(search));
    },
  };
}
