/** The numerical check of every gradient, and the curvature: what the engine computes besides the backward pass. */

import {createBreakGate} from "../../player/check/break-gate";
import {type CheckHost, checksView, createKinds, refusal, summary} from "../../player/check/checks";
import {curvature} from "../../player/check/curvature";
import {type Answer, fetchGradcheck, fetchHessian} from "../../shared/api";
import type {GradientChecks, Hessian} from "../../shared/contract";
import {byId, h, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import type {Action, State} from "../state";
import {createFaultMarks} from "./fault-marks";

type CheckDialog = Readonly<{open(): void; show(state: State): void}>;

/** `go`: shows a box in the picture. */
export function createCheck(
  state: () => State,
  dispatch: (action: Action) => void,
  go: (id: string) => void,
): CheckDialog {
  const button = byId("check-button");
  const host: CheckHost = {
    choice: () => state().check,
    choose: (choice) => dispatch({type: "check", choice}),
    numbers: state,
  };
  const kinds = createKinds(host, () => void ask());
  const parts = build(kinds.element);
  let turn = 0;
  let markedName = ""; // the request and the fault that the marks in the picture are of
  const breaking = createBreakGate(
    (fault) => {
      dispatch({type: "fault", fault});
      void ask();
    },
    (id) => {
      parts.dialog.close();
      go(id);
    },
  );
  const marks = createFaultMarks(() => dispatch({type: "fault", fault: null}));
  parts.checks.before(breaking.element);
  parts.dialog.addEventListener("close", () => {
    if (state().panel === "check") dispatch({type: "panel", panel: null});
  });

  async function ask(): Promise<void> {
    const {request, traceRequest, fault, check} = state();
    kinds.press();
    const mine = ++turn;
    parts.checks.replaceChildren(h("p", {class: "fine"}, tr("Asking …")));
    parts.curvature.replaceChildren();
    const drawnRequest = traceRequest ?? request;
    const [checks, hessian] = await Promise.all([
      fetchGradcheck(drawnRequest, check.kind, fault),
      fetchHessian(drawnRequest),
    ]);
    if (mine !== turn) return;
    showChecks(checks);
    showHessian(hessian);
  }

  function showChecks(answer: Answer<GradientChecks>): void {
    if (!answer.ok && answer.problem.code === "bad-fault" && state().fault !== null) {
      breaking.refuse(`${answer.problem.detail} ${answer.problem.hint ?? ""}`);
      dispatch({type: "fault", fault: null}); // the check of the backward pass as it is stays
      void ask();
      return;
    }
    if (!answer.ok) {
      parts.checks.replaceChildren(refusal(answer.problem.detail, answer.problem.hint));
      return;
    }
    const {trace} = state();
    if (trace !== null) breaking.show(trace, answer.value);
    if (trace !== null) marks.show(trace, answer.value);
    parts.checks.replaceChildren(...checksView(answer.value, host));
    write(parts.heard, summary(answer.value));
  }

  function showHessian(answer: Answer<Hessian>): void {
    parts.curvature.replaceChildren(
      ...(answer.ok ? curvature(answer.value) : [refusal(answer.problem.detail, answer.problem.hint)]),
    );
  }

  function open(): void {
    if (state().trace !== null) dispatch({type: "panel", panel: "check"});
  }

  /** The marks stay right while the program or its numbers change below them. */
  function follow({request, traceRequest, fault, trace, waiting, check}: State): void {
    if (fault === null || trace === null) {
      markedName = "";
      marks.clear();
      return;
    }
    const key = JSON.stringify([traceRequest, fault]);
    if (waiting || traceRequest !== request || key === markedName || parts.dialog.open) return;
    markedName = key;
    void fetchGradcheck(request, check.kind, fault).then((answer) => {
      if (key !== markedName) return;
      if (answer.ok) marks.show(trace, answer.value);
      else marks.clear();
    });
  }
  button.addEventListener("click", open);
  return {
    open,
    show(now) {
      const on = now.panel === "check" && now.trace !== null;
      if (on && !parts.dialog.open) {
        parts.dialog.showModal();
        void ask();
      }
      if (!on && parts.dialog.open) parts.dialog.close();
      follow(now);
    },
  };
}

type Parts = Readonly<{dialog: HTMLDialogElement; heard: HTMLElement; checks: HTMLElement; curvature: HTMLElement}>;

function build(kinds: HTMLElement): Parts {
  const close = h("button", {type: "button", class: "close", "aria-label": tr("Close")}, "×");
  const heard = h("p", {class: "sr", role: "status"});
  const checks = h("div", {class: "check-body"});
  const matrix = h("div", {class: "curvature-body"});
  const dialog = h(
    "dialog",
    {class: "check-dialog", "aria-labelledby": "check-heading"},
    h("div", {class: "dialog-head"}, h("h2", {id: "check-heading"}, tr("Is the gradient right?")), kinds, close),
    heard,
    checks,
    h("h2", {}, tr("How it curves")),
    matrix,
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  document.body.append(dialog);
  return {dialog, heard, checks, curvature: matrix};
}
