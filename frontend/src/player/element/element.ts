/** <chain-rule>: the player without the page. Also what the classic script defines. */

import type {Numbers, Run, Trace} from "../../shared/contract";
import {prefersReducedMotion} from "../../shared/dom";
import {setNames} from "../../shared/set-names";
import {createClock} from "../model/clock";
import {type Folds, idsIn, toggled} from "../model/collapse";
import {frame} from "../model/frame";
import {mapStep} from "../model/map-step";
import {numbersOf} from "../model/numbers";
import * as tapeFunctions from "../model/tape";
import {provideTape} from "../model/tape-later";
import {type Action, type Player, reduce, STILL} from "../model/transport";
import {createAskInRows} from "./ask-in-rows";
import {inRows, isDrawnHere, LOADS, LOOKS, queryOf, requestOf, serverOf, sizeOf, sourceOf, speedOf} from "./attributes";
import {createElementRun, type ElementRun} from "./element-run";
import {adoptFonts} from "./fonts";
import {showFormula} from "./formula";
import {load} from "./load";
import {buildShell, type Parts} from "./shell";
import {scalars} from "./sliders";

export const TAG = "chain-rule";

provideTape(tapeFunctions);

/** Time that the finished picture stays before a loop starts over, in ms at 1x. */
const LOOP_PAUSE = 2600;

/** A slider at rest this long, in ms: then the server is asked, where no tape does the work. */
const PAUSE = 150;

// Outside a browser (a test runner, a server) the class can still be imported.
const Base = typeof HTMLElement === "undefined" ? (class {} as typeof HTMLElement) : HTMLElement;

export class ChainRule extends Base {
  static readonly observedAttributes = [...LOADS, ...LOOKS, "step", "speed", "train", "t"];

  #trace: Trace | null = null;
  #player: Player = STILL;
  #parts: Parts | null = null;
  #request: AbortController | null = null;
  #awaited = false; // a request is about to be made
  #live: Numbers | null = null;
  #chosen: Record<string, number> = {};
  #run: ElementRun | null = null;
  #later: ReturnType<typeof setTimeout> | undefined;
  #loopTimer: ReturnType<typeof setTimeout> | undefined;
  #press = (event: KeyboardEvent): void => this.#parts?.press(event);
  #inRows = createAskInRows<Trace | null>(this, (trace) => trace);
  #clock = createClock(() => this.#act({type: "tick"}, true));

  connectedCallback(): void {
    this.#parts ??= this.#shell();
    adoptFonts(this.ownerDocument, serverOf(this));
    if (this.hasAttribute("page-keys")) this.ownerDocument.addEventListener("keydown", this.#press);
    this.#player = {...this.#player, speed: speedOf(this)};
    if (this.#trace) this.#draw(false);
    else this.#reload();
  }

  disconnectedCallback(): void {
    this.ownerDocument.removeEventListener("keydown", this.#press);
    this.#request?.abort();
    clearTimeout(this.#loopTimer);
    clearTimeout(this.#later);
    this.#clock.stop();
    this.#run?.stop();
    this.#player = {...this.#player, playing: false};
    this.#parts?.stage.destroy();
    this.#parts?.root.replaceChildren();
    this.#parts = null;
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.#parts) return;
    if (LOADS.includes(name)) this.#reload();
    else if (name === "train") this.#run?.begin();
    else if (name === "t") this.update = Number(after ?? 0);
    else if (name === "step") this.#act({type: "seek", step: Number(after ?? 0)}, false);
    else if (name === "speed") this.#act({type: "speed", speed: speedOf(this)}, false);
    else this.#draw(false);
  }

  /** The document shown; set it to show another. */
  get trace(): Trace | null {
    return this.#trace;
  }
  set trace(trace: Trace | null) {
    this.#request?.abort();
    clearTimeout(this.#later);
    this.#chosen = {};
    this.#receive(trace);
  }

  /** The numbers that the sliders stand at, by name; set some to move them. */
  get values(): Readonly<Record<string, number>> {
    return {...(this.#trace ? scalars(this.#trace) : {}), ...this.#chosen};
  }
  set values(values: Readonly<Record<string, number>>) {
    this.#set(values);
  }

  /** A run of the program, below the picture; set it to show another. */
  get run(): Run | null {
    return this.#run?.player.run ?? null;
  }
  set run(run: Run | null) {
    this.#run?.set(run);
    this.#draw(false);
  }
  /** Number of updates of the run that are done; set it to open the nearest one that is kept. */
  get update(): number {
    return this.#run?.player.update ?? 0;
  }
  set update(update: number) {
    this.#run?.player.toUpdate(update);
  }

  /** Number of steps done, from 0 to the number of steps. */
  get step(): number {
    return this.#player.step;
  }
  set step(step: number) {
    this.go(step);
  }

  get playing(): boolean {
    return this.#player.playing;
  }

  /** Return whether the whole of a trace could be read in this window. */
  fits(trace: Trace): boolean {
    return this.#parts?.stage.fits(trace) ?? true;
  }
  /** The width of the picture's window over its height. */
  aspect(): number {
    return this.#parts?.stage.aspect() ?? 1;
  }
  /** Return whether one row of a trace, too wide to be read as a whole, fills this window's height. */
  filled(trace: Trace): boolean {
    return this.#parts?.stage.filled(trace) ?? false;
  }
  /** The aspect at which a trace's rows are no wider than this window; null where they are not, or cannot be. */
  narrower(trace: Trace): number | null {
    return this.#parts?.stage.narrower(trace) ?? null;
  }

  play(): void {
    this.#act({type: "play"}, true);
  }
  pause(): void {
    this.#act({type: "pause"}, true);
  }
  next(): void {
    this.#act({type: "move", by: 1}, true);
  }
  prev(): void {
    this.#act({type: "move", by: -1}, true);
  }
  go(step: number): void {
    this.#act({type: "seek", step}, false);
  }

  #shell(): Parts {
    const parts = buildShell(this, {
      act: (action) => this.#act(action, true),
      set: (name, value) => this.#set({[name]: value}),
      size: () => sizeOf(this),
      folds: () => this.#folds(),
      scrubs: () => this.#edits(),
      goRun: (index) => this.#run?.player.go(index),
      toggleRun: () => this.#run?.player.toggle(),
    });
    const {run, update} = this;
    this.#run = this.#createRun(parts);
    if (run !== null) this.#run.player.set(run, update);
    parts.stage.onScrub((name, value) => value !== null && this.#set({[name]: value}));
    parts.stage.onToggle((id, open) => this.#toggle(id, open));
    parts.stage.onWindow(() => {
      clearTimeout(this.#later);
      this.#later = setTimeout(() => this.#rewrap(), PAUSE);
    });
    return parts;
  }

  #createRun(parts: Parts): ElementRun {
    return createElementRun(this, parts.runBar, {
      trace: () => this.#trace,
      query: () => queryOf(this),
      server: () => serverOf(this),
      show: (numbers) => {
        this.#live = numbers;
        this.#draw(false);
      },
      receive: (trace) => this.#receive(trace),
      reload: () => this.#reload(),
      tell: (type, detail) => this.#tell(type, detail),
    });
  }

  /** Return whether numbers are moved by hand; those of a run are not: it would be the run of something else. */
  #edits(): boolean {
    return this.hasAttribute("editable") && this.run === null;
  }

  /** Return whether functions can be opened here: somebody must draw them anew, and a deck counts on its steps. */
  #folds(): boolean {
    const isCollapsible = sourceOf(this) !== null || this.hasAttribute("folds");
    return isCollapsible && !this.hasAttribute("data-fragments");
  }

  /** Open or close a function. A page that set the trace as a property hears the event, and sets the next one. */
  #toggle(id: string, open: boolean): void {
    this.#tell("fold", {id, open});
    if (sourceOf(this) === null) return;
    const folds = {open: idsIn(this.getAttribute("open")), closed: idsIn(this.getAttribute("closed"))};
    for (const [name, ids] of Object.entries(toggled(folds, id, open) satisfies Folds))
      this.setAttribute(name, ids.join(","));
  }

  #act(action: Action, animate: boolean): void {
    const last = this.#trace?.steps.length ?? 0;
    const before = this.#player;
    const after = reduce(before, action, last);
    if (after === before) return;
    clearTimeout(this.#loopTimer);
    this.#player = after;
    this.#clock.set(after.playing, after.speed);
    this.#draw(animate);
    if (action.type === "tick" && !after.playing && this.hasAttribute("loop"))
      this.#loopTimer = setTimeout(() => this.play(), LOOP_PAUSE / after.speed);
    if (after.step !== before.step) this.#tell("stepchange", {step: after.step, last});
  }

  /** Sliders move: the numbers at once if the trace carries its tape, else from the server when they rest. */
  #set(values: Readonly<Record<string, number>>): void {
    const trace = this.#trace;
    if (!trace) return;
    const current = scalars(trace);
    const named = Object.entries(values).filter(([name, value]) => name in current && Number.isFinite(value));
    this.#chosen = {...this.#chosen, ...Object.fromEntries(named)};
    const leaves = Object.fromEntries(Object.entries(this.#chosen).map(([name, value]) => [name, [value]]));
    if (trace.tape && tapeFunctions.guardsHold(trace.tape, leaves)) {
      this.#live = tapeFunctions.evaluate(trace, leaves);
      this.#draw(false);
    } else {
      clearTimeout(this.#later);
      this.#later = setTimeout(() => this.#reload(), PAUSE);
    }
    this.#tell("valueschange", {values: this.values});
  }

  /** Loads anew, once for all attributes that a framework sets in a row. */
  #reload(): void {
    if (this.#awaited) return;
    this.#awaited = true;
    queueMicrotask(() => {
      this.#awaited = false;
      if (this.#parts) this.#ask();
    });
  }

  #ask(): void {
    adoptFonts(this.ownerDocument, serverOf(this));
    this.#request?.abort();
    const inFlight = new AbortController();
    this.#request = inFlight;
    const run = this.#run;
    const requestNow = requestOf(this, {...this.#chosen, ...run?.values}, run?.round ?? null);
    const ask = (aspect: number | null): Promise<Trace | null> =>
      load(inRows(requestNow, aspect), serverOf(this), inFlight.signal);
    const picture = Object.entries(requestNow.query).filter(([name]) => name !== "values");
    // Before the first picture nobody knows its window.
    const answer = this.#trace === null ? ask(null) : this.#inRows.ask(JSON.stringify(picture), ask);
    answer.then(
      (trace) => {
        if (inFlight.signal.aborted || !trace) return;
        const isFirst = this.#trace === null;
        this.#receive(trace);
        if (isFirst && isDrawnHere(this) && !this.fits(trace)) this.#ask();
      },
      (error: unknown) => {
        if (inFlight.signal.aborted) return;
        const message = error instanceof Error ? error.message : String(error);
        if (this.#parts && !this.#trace) this.#parts.problem.textContent = message;
        this.#tell("error", {message});
      },
    );
  }

  /** Fetches the picture anew if the window has another shape, in which a graph has other rows. */
  #rewrap(): void {
    if (this.#trace && isDrawnHere(this) && this.#inRows.isStale(this.#trace)) this.#ask();
  }

  #receive(trace: Trace | null): void {
    const last = trace?.steps.length ?? 0;
    // Another picture of the same formula stays where it was; another formula begins where the attribute says.
    const same = trace !== null && this.#trace?.source === trace.source;
    const begin = this.getAttribute("step") ?? (this.hasAttribute("train") ? last : 0); // a run shows its numbers
    const step = same ? mapStep(this.#trace, trace, this.#player.step, true) : Number(begin);
    if (!same) this.#chosen = {};
    this.#trace = trace;
    this.#live = null;
    this.#player = reduce({...this.#player, playing: false}, {type: "seek", step}, last);
    this.#clock.set(false, this.#player.speed);
    this.#draw(false);
    if (!trace) return;
    this.#tell("ready", {last});
    if (!same) this.#run?.begin();
    const still = prefersReducedMotion(this.ownerDocument.defaultView);
    if (!same && this.hasAttribute("autoplay") && !still) this.play();
  }

  #draw(animate: boolean): void {
    const parts = this.#parts;
    if (!parts) return;
    const trace = this.#trace;
    parts.player.hidden = trace === null;
    parts.fallback.hidden = trace !== null;
    if (!trace) return;
    const live = this.#live ?? numbersOf(trace);
    const picture = frame(trace, this.#player.step, live);
    const speed = this.#player.speed;
    this.#clock.wait(parts.stage.show(trace, picture, {animate, speed}));
    parts.controls.hidden = !this.hasAttribute("controls");
    parts.transport.show({trace, player: this.#player, live});
    parts.sliders.show(this.#edits() ? this.values : {});
    parts.player.style.setProperty("--cr-size", String(sizeOf(this)));
    if (parts.status.dataset.sentence !== picture.caption) {
      parts.status.dataset.sentence = picture.caption; // names that are set change its text
      parts.status.textContent = picture.caption;
      setNames(parts.status, trace);
    }
    showFormula(parts, trace, live, picture.position, this.getAttribute("notation") ?? "partial");
  }

  #tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, {detail, bubbles: true, composed: true}));
  }
}

if (typeof customElements !== "undefined" && !customElements.get(TAG)) customElements.define(TAG, ChainRule);
