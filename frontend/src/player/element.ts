/** <chain-rule>: the player without the page. Also what the classic script defines. */
import {buildMath} from "../page/mathml";
import arraysCss from "./arrays.css?inline";
import {createClock} from "./clock";
import {createStage, type Stage} from "./draw/stage";
import elementCss from "./element.css?inline";
import {frame} from "./frame";
import {load, serverOf} from "./load";
import {isNotation, notate} from "./notation";
import {type Action, type Player, reduce, SPEEDS, STILL} from "./player";
import stageCss from "./stage.css?inline";
import tokensCss from "./tokens.css?inline";
import type {Trace} from "./trace";
import {createTransport, type Transport} from "./transport";
import transportCss from "./transport.css?inline";

export const TAG = "chain-rule";

/** How long the finished picture stays before a loop starts over, in ms at 1x. */
const ENCORE = 2600;

const LOADS = ["src", "source", "values"];

const KEYS: Readonly<Record<string, Action>> = {
  ArrowRight: {type: "move", by: 1},
  ArrowLeft: {type: "move", by: -1},
  PageDown: {type: "move", by: 1},
  PageUp: {type: "move", by: -1},
  Home: {type: "start"},
  End: {type: "end"},
  " ": {type: "toggle"},
};

// Outside a browser (a test runner, a server) the class can still be imported.
const Base = typeof HTMLElement === "undefined" ? (class {} as typeof HTMLElement) : HTMLElement;

export class ChainRule extends Base {
  static readonly observedAttributes = [...LOADS, "step", "controls", "speed", "notation"];

  #trace: Trace | null = null;
  #player: Player = STILL;
  #parts: Parts | null = null;
  #request: AbortController | null = null;
  #encore: ReturnType<typeof setTimeout> | undefined;
  #clock = createClock(() => this.#act({type: "tick"}, true));

  connectedCallback(): void {
    this.#parts ??= build(this, (action) => this.#act(action, true));
    this.#player = {...this.#player, speed: this.#speed()};
    if (this.#trace) this.#draw(false);
    else this.#reload();
  }

  disconnectedCallback(): void {
    this.#request?.abort();
    clearTimeout(this.#encore);
    this.#clock.stop();
    this.#player = {...this.#player, playing: false};
    this.#parts?.stage.destroy();
    this.#parts?.root.replaceChildren();
    this.#parts = null;
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.#parts) return;
    if (LOADS.includes(name)) this.#reload();
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
    this.#receive(trace);
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

  #speed(): number {
    const wanted = Number(this.getAttribute("speed") ?? 1);
    return Number.isFinite(wanted) && wanted > 0 ? Math.min(8, wanted) : SPEEDS[1];
  }

  #act(action: Action, animate: boolean): void {
    const last = this.#trace?.steps.length ?? 0;
    const before = this.#player;
    const after = reduce(before, action, last);
    if (after === before) return;
    clearTimeout(this.#encore);
    this.#player = after;
    this.#clock.set(after.playing, after.speed);
    this.#draw(animate);
    if (action.type === "tick" && !after.playing && this.hasAttribute("loop"))
      this.#encore = setTimeout(() => this.play(), ENCORE / after.speed);
    if (after.step !== before.step) this.#tell("stepchange", {step: after.step, last});
  }

  #reload(): void {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    const wanted = {
      src: this.getAttribute("src"),
      source: this.getAttribute("source"),
      values: this.getAttribute("values"),
      inline: this.querySelector('script[type="application/json"]')?.textContent ?? null,
    };
    load(wanted, serverOf(this.ownerDocument), request.signal).then(
      (trace) => {
        if (!request.signal.aborted && trace) this.#receive(trace);
      },
      (error: unknown) => {
        if (request.signal.aborted) return;
        const message = error instanceof Error ? error.message : String(error);
        if (this.#parts && !this.#trace) this.#parts.problem.textContent = message;
        this.#tell("error", {message});
      },
    );
  }

  #receive(trace: Trace | null): void {
    const last = trace?.steps.length ?? 0;
    this.#trace = trace;
    this.#player = reduce(
      {...this.#player, playing: false},
      {type: "seek", step: Number(this.getAttribute("step") ?? 0)},
      last,
    );
    this.#clock.set(false, this.#player.speed);
    this.#draw(false);
    if (!trace) return;
    this.#tell("ready", {last});
    const calm = this.ownerDocument.defaultView?.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
    if (this.hasAttribute("autoplay") && !calm) this.play();
  }

  #draw(animate: boolean): void {
    const parts = this.#parts;
    if (!parts) return;
    const trace = this.#trace;
    parts.player.hidden = trace === null;
    parts.fallback.hidden = trace !== null;
    if (!trace) return;
    const picture = frame(trace, this.#player.step);
    const speed = this.#player.speed;
    this.#clock.wait(parts.stage.show(trace, picture, {animate, speed}));
    parts.controls.hidden = !this.hasAttribute("controls");
    parts.transport.show({trace, player: this.#player});
    if (parts.status.textContent !== picture.caption) parts.status.textContent = picture.caption;
    const wanted = this.getAttribute("notation") ?? "partial";
    const math = trace.steps[picture.position - 1]?.math ?? "";
    const formula = buildMath(notate(math, isNotation(wanted) ? wanted : "partial"));
    parts.formula.replaceChildren(...(formula ? [formula] : []));
  }

  #tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, {detail, bubbles: true, composed: true}));
  }
}

interface Parts {
  readonly root: ShadowRoot;
  readonly player: HTMLElement;
  readonly fallback: HTMLElement;
  readonly stage: Stage;
  readonly problem: HTMLElement;
  readonly status: HTMLElement;
  readonly formula: HTMLElement;
  readonly controls: HTMLElement;
  readonly transport: Transport;
}

function build(host: ChainRule, act: (action: Action) => void): Parts {
  const document = host.ownerDocument;
  const root = host.shadowRoot ?? host.attachShadow({mode: "open"});
  const make = (name: string, part: string, tag = "div"): HTMLElement => {
    const element = document.createElement(tag);
    element.className = name;
    element.setAttribute("part", part);
    return element;
  };
  const player = make("cr-player", "player");
  player.tabIndex = 0;
  player.setAttribute("role", "group");
  player.setAttribute("aria-label", "Backpropagation, step by step");
  const picture = make("cr-picture", "picture");
  const caption = make("cr-caption", "caption");
  const status = make("cr-status", "status", "p");
  status.setAttribute("aria-live", "polite");
  const formula = make("cr-formula", "formula");
  const controls = make("cr-controls", "controls");
  caption.append(status, formula);
  player.append(picture, caption, controls);
  const fallback = make("cr-fallback", "fallback");
  const problem = make("cr-problem", "problem", "p");
  problem.setAttribute("role", "alert");
  fallback.append(document.createElement("slot"), problem);
  root.replaceChildren(fallback, player);
  dress(root, tokensCss + stageCss + arraysCss + transportCss + elementCss);
  player.addEventListener("keydown", (event) => {
    const action = KEYS[event.key];
    const pressed = event.target as Element;
    if (!action || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " && pressed.matches("button")) return;
    event.preventDefault();
    act(action);
  });
  return {
    root,
    player,
    fallback,
    stage: createStage(picture, {wheel: "modifier"}),
    problem,
    status,
    formula,
    controls,
    transport: createTransport(controls, act),
  };
}

/** A constructed sheet passes a strict Content-Security-Policy; a <style> is for browsers without it. */
function dress(root: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const style = root.ownerDocument.createElement("style");
    style.textContent = css;
    root.prepend(style);
  }
}

if (typeof customElements !== "undefined" && !customElements.get(TAG)) customElements.define(TAG, ChainRule);
