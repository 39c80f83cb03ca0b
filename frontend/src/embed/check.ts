/** The numerical check and the curvature below an embedded picture: `panel=check` in its address. */

import {createBreakGate} from "../player/check/break-gate";
import {type CheckHost, checksView, createKinds, refusal, summary} from "../player/check/checks";
import {curvature} from "../player/check/curvature";
import {numbersOf} from "../player/model/numbers";
import {fetchGradcheck, fetchHessian} from "../shared/api";
import type {Trace} from "../shared/contract";
import {h, write} from "../shared/dom";
import {tr} from "../shared/i18n/tr";
import type {CheckChoice, Fault} from "../shared/link";
import type {TraceRequest} from "../shared/request";

type CheckPanel = Readonly<{
  element: HTMLElement;
  /** Checks the gradients of the picture that is there now. */
  show(request: TraceRequest, trace: Trace): Promise<void>;
}>;

/** `first`: what the address says; `onResize`: the panel has another height. */
export function createCheckPanel(
  first: Readonly<{check: CheckChoice; fault: Fault | null}>,
  onResize: () => void,
): CheckPanel {
  let {check: choice, fault} = first;
  let now: Readonly<{request: TraceRequest; trace: Trace}> | null = null;
  let turn = 0;
  const host: CheckHost = {
    choice: () => choice,
    choose(change) {
      choice = {...choice, ...change};
    },
    numbers: () => ({trace: now?.trace ?? null, live: now === null ? null : numbersOf(now.trace)}),
  };
  const kinds = createKinds(host, () => void ask());
  const breaking = createBreakGate((next) => {
    fault = next;
    void ask();
  }, null);
  const heard = h("p", {class: "sr", role: "status"});
  const checks = h("div", {class: "check-body"});
  const matrix = h("div", {class: "curvature-body"});
  const element = h(
    "section",
    {class: "check-panel", "aria-labelledby": "check-heading"},
    h("div", {class: "check-head"}, h("h2", {id: "check-heading"}, tr("Is the gradient right?")), kinds.element),
    heard,
    breaking.element,
    checks,
    h("h2", {}, tr("How it curves")),
    matrix,
  );

  async function ask(): Promise<void> {
    if (now === null) return;
    const {request, trace} = now;
    const mine = ++turn;
    kinds.press();
    const [answer, hessian] = await Promise.all([fetchGradcheck(request, choice.kind, fault), fetchHessian(request)]);
    if (mine !== turn) return;
    if (!answer.ok && answer.problem.code === "bad-fault" && fault !== null) {
      breaking.refuse(`${answer.problem.detail} ${answer.problem.hint ?? ""}`);
      fault = null; // the check of the backward pass as it is stays
      return ask();
    }
    if (answer.ok) breaking.show(trace, answer.value);
    checks.replaceChildren(
      ...(answer.ok ? checksView(answer.value, host) : [refusal(answer.problem.detail, answer.problem.hint)]),
    );
    if (answer.ok) write(heard, summary(answer.value));
    matrix.replaceChildren(
      ...(hessian.ok ? curvature(hessian.value) : [refusal(hessian.problem.detail, hessian.problem.hint)]),
    );
    onResize();
  }

  return {
    element,
    show(request, trace) {
      now = {request, trace};
      return ask();
    },
  };
}
