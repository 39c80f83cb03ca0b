/** Keeps the address bar in step with the state, gently: browsers refuse more than some hundred changes in a minute. */

import type {Link} from "../shared/link";
import type {State} from "./state";

const PAUSE = 300;

type Address = Readonly<{
  /** The same picture moved on: replaces the entry, at most once in PAUSE. */
  follow(search: string): void;
  /** Write now what waits to be written: call it before another picture is loaded. */
  flush(): void;
  /** Another picture: a new entry, so that Back comes home. */
  enter(search: string): void;
  /** The browser has gone to another entry by itself: nothing that waits belongs to it. */
  forget(): void;
}>;

export function createAddress(): Address {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let next: string | null = null;
  const named = new URLSearchParams(location.search).get("lang");
  const url = (search: string): string => location.pathname + withLanguage(search, named);
  const forget = (): void => {
    clearTimeout(timer);
    timer = undefined;
    next = null;
  };
  const flush = (): void => {
    const search = next;
    forget();
    if (search !== null && withLanguage(search, named) !== location.search + location.hash)
      history.replaceState(null, "", url(search));
  };
  window.addEventListener("pagehide", flush);
  return {
    follow(search) {
      next = search;
      timer ??= setTimeout(flush, PAUSE);
    },
    flush,
    enter(search) {
      forget();
      history.pushState(null, "", url(search));
    },
    forget,
  };
}

/** The address keeps the language that it named. */
function withLanguage(search: string, named: string | null): string {
  if (named === null) return search;
  const [query, hash] = search.startsWith("#") ? ["", search] : [search, ""];
  return `${query === "" ? "?" : `${query}&`}lang=${encodeURIComponent(named)}${hash}`;
}

export function linkOf(state: State): Link {
  return {
    ...state.request,
    round: state.request.round ?? null,
    shapes_only: state.request.shapes_only ?? null,
    step: state.requestedStep ?? state.player.step,
    notation: state.notation,
    speed: state.player.speed,
    health: state.health,
    panel: state.panel,
    fault: state.fault,
    check: state.check,
    recompute: state.recompute,
    train: null,
    t: null,
  };
}
