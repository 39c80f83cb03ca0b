/** Costs of derivatives on this very graph, beside it: the Jacobian fills as the pass at work goes along. */

import {fetchCosts} from "../../shared/api";
import type {Costs} from "../../shared/contract";
import {byId, h, isNarrow, prefersReducedMotion, withCode} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import type {Mode, TraceRequest} from "../../shared/request";
import type {Action, State} from "../state";
import {checkpoints} from "./checkpoints";
import {counters} from "./cost-counters";
import {type Pass, passesOf, passOf, requestOf} from "./jacobian-fill";
import {createJacobianTable, type JacobianTable} from "./jacobian-table";

type CostsPanel = Readonly<{toggle(): void; show(state: State): void}>;

const DELAY = 250; // ms after the last change of a value

type Options = Readonly<{
  state: () => State;
  dispatch: (action: Action) => void;
  onOpen: () => void; // another panel stands in this place
}>;

export function createCosts({state, dispatch, onOpen}: Options): CostsPanel {
  const close = h("button", {type: "button", class: "close", "aria-label": tr("Close")}, "×");
  const body = h("div", {class: "costs-body"});
  const panel = h(
    "aside",
    {class: "side-panel costs-panel", id: "costs", "aria-labelledby": "costs-heading", hidden: true},
    h("div", {class: "dialog-head"}, h("h2", {id: "costs-heading"}, tr("What derivatives cost")), close),
    body,
  );
  byId("main").append(panel);
  let costs: Costs | null = null;
  let table: JacobianTable | null = null;
  let counting: ReturnType<typeof counters> | null = null;
  let requestKey = ""; // the request that `costs` answers, or that is on its way
  let turn = 0;
  let timer: number | undefined;
  let waiting: TraceRequest | null = null; // the pass of this request is played when its trace is there

  const isOpen = (): boolean => !panel.hidden;

  function open(on: boolean): void {
    if (on) onOpen();
    panel.hidden = !on;
    document.body.toggleAttribute("data-costs", on);
    byId("costs-button").setAttribute("aria-expanded", String(on));
  }

  function leave(): void {
    dispatch({type: "panel", panel: null});
    byId("costs-button").focus();
  }

  /** Asks for the costs of what is on the page, unless they are there. Which pass is seen costs nothing else. */
  function follow(now: State): void {
    const {mode: _mode, direction: _direction, graph: _graph, upstream: _upstream, ...program} = now.request;
    const key = JSON.stringify([program, now.recompute]);
    if (key === requestKey || now.problem !== null || now.trace === null) return;
    const delay = requestKey === "" ? 0 : DELAY;
    requestKey = key;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask({...now.request, upstream: null}, now.recompute), delay);
  }

  async function ask(request: TraceRequest, recompute: readonly string[]): Promise<void> {
    const mine = ++turn;
    const answer = await fetchCosts(request, recompute);
    if (mine !== turn) return;
    const focused = (document.activeElement as HTMLElement | null)?.dataset.node;
    if (answer.ok) {
      costs = answer.value;
      fill(costs);
      if (focused !== undefined) panel.querySelector<HTMLElement>(`[data-node="${CSS.escape(focused)}"]`)?.focus();
      return;
    }
    costs = table = counting = null;
    const {detail, hint} = answer.problem;
    body.replaceChildren(h("p", {}, ...withCode(hint === null ? detail : `${detail} ${hint}`)));
  }

  function fill(now: Costs): void {
    counting = counters(now, (mode) => choose({mode, index: 0}));
    table = createJacobianTable(now, choose, next);
    body.replaceChildren(
      h("p", {}, now.text),
      counting.element,
      table.element,
      h("h3", {}, tr("Saved for the backward pass")),
      checkpoints(now, (ids) => dispatch({type: "recompute", ids})),
    );
    update();
  }

  function update(): void {
    const {trace, player, request} = state();
    if (costs === null || trace === null) return;
    const pass = passOf(trace, request.upstream, costs);
    const done = table?.show(trace, player.step, pass) ?? 0;
    counting?.show(trace.mode === "forward" ? "forward" : "reverse", done);
  }

  function next(mode: Mode): void {
    const {trace, request} = state();
    if (costs === null || trace === null) return;
    const pass = passOf(trace, request.upstream, costs);
    const index = pass !== null && pass.mode === mode ? (pass.index + 1) % Math.max(1, passesOf(costs, mode)) : 0;
    choose({mode, index});
  }

  /** Shows this pass from its beginning. */
  function choose(pass: Pass): void {
    const {trace, request} = state();
    if (costs === null || trace === null) return;
    const {upstream, ...ways} = requestOf(pass, trace, costs);
    if (JSON.stringify(upstream) !== JSON.stringify(request.upstream)) dispatch({type: "upstream", value: upstream});
    dispatch({type: "ways", ...ways});
    waiting = state().request;
    window.setTimeout(begin, 0);
  }

  function begin(): void {
    const {request, traceRequest: lastRequest, waiting: isWaiting} = state();
    if (waiting === null || request !== waiting) waiting = null;
    if (waiting === null || isWaiting || JSON.stringify(lastRequest) !== JSON.stringify(request)) return;
    waiting = null;
    dispatch({type: "player", action: {type: prefersReducedMotion(window) ? "end" : "start"}});
    if (!prefersReducedMotion(window)) dispatch({type: "player", action: {type: "play"}});
  }

  close.addEventListener("click", leave);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
    if (event.key === " " || event.key === "Enter") event.stopPropagation(); // they press what is focused here
  });
  byId("tabs").addEventListener("click", () => {
    if (isOpen() && isNarrow()) dispatch({type: "panel", panel: null});
  });

  return {
    toggle: () => (isOpen() ? leave() : dispatch({type: "panel", panel: "costs"})),
    show(now) {
      if ((now.panel === "costs") !== isOpen()) open(!isOpen());
      if (!isOpen()) return;
      follow(now);
      update();
      if (waiting !== null) window.setTimeout(begin, 0);
    },
  };
}
