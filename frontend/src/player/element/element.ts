/** <chain-rule>: the player without the page. Also what the classic script defines. */

import type {Numbers, Run, Trace} from "../../shared/contract";
import {prefersReducedMotion} from "../../shared/dom";
import {isNotation, notate} from "../../shared/notation";
import {createClock} from "../model/clock";
import {type Folds, idsIn, toggled} from "../model/collapse";
import {frame} from "../model/frame";
import {guardsHold} from "../model/guards";
import {mapStep} from "../model/map-step";
import {netsOf} from "../model/nets";
import {numbersOf} from "../model/numbers";
import {renewMath} from "../model/step-text";
import {evaluate} from "../model/tape";
import {type Action, type Player, reduce, SPEEDS, STILL} from "../model/transport";
import {createAskInRows} from "./ask-in-rows";
import {decoded, LOADS, LOOKS} from "./attributes";
import {createElementRun, type ElementRun} from "./element-run";
import {adoptFonts} from "./fonts";
import {blocks} from "./formula-blocks";
import {load, serverOf} from "./load";
import {buildShell, type Parts} from "./shell";
import {scalars} from "./sliders";

export const TAG = "chain-rule";

/** How long the finished picture stays before a loop starts over, in ms at 1x. */
const LOOP_PAUSE = 2600;

/** The part of the width below the picture that a formula may take. */
const FORMULA = 0.62;
/** A slider at rest this long, in ms: then the server is asked, where no tape does the work. */
const PAUSE = 150;
const INLINE = 'script[type="application/json"]:not(.run, .run-traces)';

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
    adoptFonts(this.ownerDocument, this.#server());
    if (this.hasAttribute("page-keys")) this.ownerDocument.addEventListener("keydown", this.#press);
    this.#player = {...this.#player, speed: this.#speed()};
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
    else if (name === "speed") this.#act({type: "speed", speed: this.#speed()}, false);
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
  /** How many updates of the run are done; set it to open the nearest one that is kept. */
  get update(): number {
    return this.#run?.player.update ?? 0;
  }
  set update(update: number) {
    this.#run?.player.toUpdate(update);
  }

  /** How many steps are done, 0 to the number of steps. */
  get step(): number {
    return this.#player.step;
  }
  set step(step: number) {
    this.go(step);
  }

  get playing(): boolean {
    return this.#player.playing;
  }

  /** Whether the whole of a trace could be read in this window. */
  fits(trace: Trace): boolean {
    return this.#parts?.stage.fits(trace) ?? true;
  }
  /** The width of the picture's window over its height. */
  aspect(): number {
    return this.#parts?.stage.aspect() ?? 1;
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
      size: () => this.#size(),
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
      query: () => this.#query(),
      server: () => this.#server(),
      show: (numbers) => {
        this.#live = numbers;
        this.#draw(false);
      },
      receive: (trace) => this.#receive(trace),
      reload: () => this.#reload(),
      tell: (type, detail) => this.#tell(type, detail),
    });
  }

  /** What a run moves is not moved by hand: it would be the run of something else. */
  #edits(): boolean {
    return this.hasAttribute("editable") && this.run === null;
  }

  /** Whether functions can be opened here: somebody must draw them anew, and a deck counts on its number of steps. */
  #folds(): boolean {
    const drawn = this.#source() !== null || this.hasAttribute("folds");
    return drawn && !this.hasAttribute("data-fragments");
  }

  /** Who gave the trace as a property is asked for the next one by the event. */
  #toggle(id: string, open: boolean): void {
    this.#tell("fold", {id, open});
    if (this.#source() === null) return;
    const folds = {open: idsIn(this.getAttribute("open")), closed: idsIn(this.getAttribute("closed"))};
    for (const [name, ids] of Object.entries(toggled(folds, id, open) satisfies Folds))
      this.setAttribute(name, ids.join(","));
  }

  /** The formula; `encoded` has it percent-encoded, for places where an attribute cannot hold every sign. */
  #source(): string | null {
    const encoded = this.getAttribute("encoded");
    return this.getAttribute("source") ?? (encoded === null ? null : decoded(encoded));
  }

  #server(): string {
    return (this.getAttribute("server") ?? serverOf(this.ownerDocument)).replace(/\/$/, "");
  }

  #speed(): number {
    const speed = Number(this.getAttribute("speed") ?? 1);
    return Number.isFinite(speed) && speed > 0 ? Math.min(8, speed) : SPEEDS[1];
  }

  /** Times the usual size of the words and controls. */
  #size(): number {
    const size = Number(this.getAttribute("font-size") ?? 1);
    return size >= 0.5 && size <= 4 ? size : 1;
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
    if (trace.tape && guardsHold(trace.tape, leaves)) {
      this.#live = evaluate(trace, leaves);
      this.#draw(false);
    } else {
      clearTimeout(this.#later);
      this.#later = setTimeout(() => this.#reload(), PAUSE);
    }
    this.#tell("valueschange", {values: this.values});
  }

  /** Once for all attributes that a framework sets in a row. */
  #reload(): void {
    if (this.#awaited) return;
    this.#awaited = true;
    queueMicrotask(() => {
      this.#awaited = false;
      if (this.#parts) this.#ask();
    });
  }

  /** The fields of a question, as the API spells them. */
  #query(): Readonly<Record<string, string | null>> {
    const round = this.#run?.round ?? null;
    return {
      ...Object.fromEntries(LOADS.slice(2, -2).map((name) => [name, this.getAttribute(name)])),
      source: this.#source(),
      ...(round === null ? {} : {round}),
    };
  }

  #ask(): void {
    adoptFonts(this.ownerDocument, this.#server());
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    const requestNow = {
      src: this.getAttribute("src"),
      query: this.#query(),
      chosen: {...this.#chosen, ...this.#run?.values},
      inline: this.querySelector(INLINE)?.textContent ?? null,
    };
    const ask = (aspect: number | null): Promise<Trace | null> =>
      load(
        aspect === null ? requestNow : {...requestNow, query: {...requestNow.query, aspect: String(aspect)}},
        this.#server(),
        request.signal,
      );
    const picture = Object.entries(requestNow.query).filter(([name]) => name !== "values");
    // Before the first picture nobody knows its window.
    const answer = this.#trace === null ? ask(null) : this.#inRows.ask(JSON.stringify(picture), ask);
    answer.then(
      (trace) => {
        if (request.signal.aborted || !trace) return;
        const isFirst = this.#trace === null;
        this.#receive(trace);
        if (isFirst && this.#isDrawnHere() && !this.fits(trace)) this.#ask();
      },
      (error: unknown) => {
        if (request.signal.aborted) return;
        const message = error instanceof Error ? error.message : String(error);
        if (this.#parts && !this.#trace) this.#parts.problem.textContent = message;
        this.#tell("error", {message});
      },
    );
  }

  /** Whether the trace comes from a server that can draw it in rows. */
  #isDrawnHere(): boolean {
    return this.#source() !== null && !this.hasAttribute("src") && this.querySelector(INLINE) === null;
  }

  /** In a window of another shape a graph has other rows. */
  #rewrap(): void {
    if (this.#trace && this.#isDrawnHere() && this.#inRows.isStale(this.#trace)) this.#ask();
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
    parts.player.style.setProperty("--cr-size", String(this.#size()));
    if (parts.status.textContent !== picture.caption) parts.status.textContent = picture.caption;
    const notation = this.getAttribute("notation") ?? "partial";
    const math = trace.steps[picture.position - 1]?.math ?? "";
    const formula = blocks(
      notate(
        renewMath(math, trace, live, picture.position),
        isNotation(notation) ? notation : "partial",
        netsOf(trace),
      ),
    );
    parts.formula.replaceChildren(...formula);
    // The sentence comes first: where both have no room, the formula goes.
    parts.formula.hidden = false;
    parts.formula.hidden = parts.formula.offsetWidth > FORMULA * (parts.status.parentElement?.clientWidth ?? 0);
  }

  #tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, {detail, bubbles: true, composed: true}));
  }
}

if (typeof customElements !== "undefined" && !customElements.get(TAG)) customElements.define(TAG, ChainRule);
