/** The graph as code, beside it: NumPy, PyTorch, LaTeX. The lines of the step at work are lit as the lesson plays. */

import {fetchCode} from "../../shared/api";
import type {Code, Phase} from "../../shared/contract";
import {byId, h, isNarrow, write, writeCode} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import type {TraceRequest} from "../../shared/request";
import {recall, remember} from "../../shared/storage";
import {addStyle} from "../late-style";
import type {State} from "../state";
import style from "./code.css?inline";
import type {CodeView, Highlight} from "./types";

export const LANGUAGES = [
  {
    id: "numpy",
    name: "NumPy",
    says: tr("Flat NumPy: a forward line per gate, then the gradient lines in reverse"),
    ahead: tr("Flat NumPy: behind the line of each value that of its tangent"),
  },
  {
    id: "torch",
    name: "PyTorch",
    says: tr("Eager PyTorch: autograd does the backward pass"),
    ahead: tr("PyTorch's forward-mode AD: dual numbers carry value and tangent"),
  },
  {
    id: "torch-function",
    name: tr("Function"),
    says: tr("A torch.autograd.Function with its own backward, and gradcheck"),
    ahead: tr("A torch.autograd.Function with its own jvp, and gradcheck"),
  },
  {
    id: "modular",
    name: tr("Gates"),
    says: tr("Graph and Gate classes with forward() and backward()"),
    ahead: tr("Graph and Gate classes with forward() and tangent()"),
  },
  {
    id: "latex",
    name: "LaTeX",
    says: tr("The derivation as an align* block"),
    ahead: tr("The derivation as an align* block"),
  },
] as const;

const REMEMBERED = "chainrule.code";
const DELAY = 250; // ms after the last change of a value

/** The lines of the step that was done last, in the program for this trace; none before the first step. */
export function litLines(code: Code, steps: readonly {phase: Phase}[], position: number): Highlight {
  const step = steps[position - 1];
  const lines = code.lines.filter((line) => line.steps.includes(position - 1)).map((line) => line.number);
  return {lines: step === undefined ? [] : lines, phase: step?.phase ?? "forward"};
}

type CodePanel = Readonly<{toggle(): void; show(state: State): void}>;

/** `onOpen`: another panel stands in this place. */
export function createCode(onOpen: () => void = () => undefined): CodePanel {
  addStyle(style);
  const button = byId("code-button");
  const languages = h("div", {class: "segments code-languages", role: "group", "aria-label": tr("Language")});
  languages.append(
    ...LANGUAGES.map(({id, name, says}) => h("button", {type: "button", "data-language": id, title: says}, name)),
  );
  const copy = h("button", {type: "button", class: "button"}, tr("Copy"));
  const save = h("button", {type: "button", class: "button"}, tr("Download"));
  const close = h("button", {type: "button", class: "close", "aria-label": tr("Close the code")}, "×");
  const body = h("div", {class: "code-body"});
  const words = h("p", {class: "fine code-words", role: "status"});
  const panel = h(
    "aside",
    {class: "side-panel code-panel", id: "code", "aria-label": tr("Code"), hidden: true},
    h("div", {class: "code-bar"}, languages, h("div", {class: "code-tools"}, copy, save, close)),
    words,
    body,
  );
  byId("main").append(panel);

  let view: CodeView = plainView(body);
  let isFetched = false;
  let language: string = LANGUAGES.find(({id}) => id === recall(REMEMBERED))?.id ?? "numpy";
  let code: Code | null = null;
  let state: State | null = null;
  let requestKey = ""; // the request that `code` answers, or that is on its way
  let lighted = "";
  let timer: number | undefined;
  let turn = 0;
  let tab: string | null = null;

  const isOpen = (): boolean => !panel.hidden;

  function fetchView(): void {
    if (isFetched) return;
    isFetched = true;
    void import("./code-view")
      .then(({codeView}) => {
        body.replaceChildren();
        view = codeView(body);
        body.dataset.view = "codemirror";
        if (code !== null) view.set(codeText(code), code.language);
        lighted = "";
        light();
      })
      .catch(() => {
        body.dataset.view = "plain";
      });
  }

  function open(on: boolean): void {
    if (on) onOpen();
    panel.hidden = !on;
    button.setAttribute("aria-expanded", String(on));
    document.body.toggleAttribute("data-code", on);
    if (!on) return;
    fetchView();
    follow(0);
  }

  /** Asks for the code of what is on the page, unless it is there. */
  function follow(delay: number): void {
    if (!isOpen() || state === null || state.problem !== null) return;
    const {request} = state;
    const key = JSON.stringify([language, request]);
    if (key === requestKey) return;
    requestKey = key;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(request), delay);
  }

  async function ask(request: TraceRequest): Promise<void> {
    const mine = ++turn;
    const answer = await fetchCode(request, language);
    if (mine !== turn) return;
    writeCode(words, answer.ok ? "" : answer.problem.detail);
    body.classList.toggle("stale", !answer.ok);
    if (!answer.ok) {
      requestKey = "";
      return;
    }
    if (answer.value.text !== code?.text) view.set(codeText(answer.value), answer.value.language);
    code = answer.value;
    body.dataset.shows = code.language;
    lighted = "";
    light();
  }

  function light(): void {
    const trace = state?.trace;
    if (!isOpen() || code === null || state === null || !trace) return;
    const highlight = litLines(code, trace.steps, state.player.step);
    const key = JSON.stringify(highlight);
    if (key === lighted) return;
    lighted = key;
    view.light(highlight);
  }

  function press(): void {
    for (const each of languages.children) {
      each.setAttribute("aria-pressed", String((each as HTMLElement).dataset.language === language));
    }
  }

  function leave(): void {
    open(false);
    button.focus();
  }

  /** On a phone the panels share one place: whoever asks for another one has read the code. */
  function makeRoom(): void {
    if (isOpen() && isNarrow()) open(false);
  }

  byId("tabs").addEventListener("click", makeRoom);
  button.addEventListener("click", () => open(!isOpen()));
  close.addEventListener("click", leave);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });
  languages.addEventListener("click", (event) => {
    const languageId = (event.target as Element).closest<HTMLElement>("[data-language]")?.dataset.language;
    if (languageId === undefined || languageId === language) return;
    language = languageId;
    remember(REMEMBERED, languageId);
    press();
    follow(0);
  });
  copy.addEventListener("click", async () => {
    if (code === null) return;
    const done = await navigator.clipboard.writeText(code.text).then(
      () => true,
      () => false,
    );
    write(words, done ? tr("Copied.") : tr("The browser did not let the page copy: select the text instead."));
    window.setTimeout(() => write(words, ""), 2000);
  });
  save.addEventListener("click", () => {
    if (code === null) return;
    const address = URL.createObjectURL(new Blob([code.text], {type: "text/plain"}));
    h("a", {href: address, download: code.file}).click();
    window.setTimeout(() => URL.revokeObjectURL(address), 1000);
  });
  press();

  return {
    toggle: () => (isOpen() ? leave() : open(true)),
    show(next) {
      state = next;
      const forward = next.request.mode === "forward";
      for (const [index, {says, ahead}] of LANGUAGES.entries()) {
        (languages.children[index] as HTMLElement).title = forward ? ahead : says;
      }
      if (tab !== null && next.tab !== tab) makeRoom();
      tab = next.tab;
      if (!isOpen()) return;
      follow(DELAY);
      light();
    },
  };
}

/** Text of the code without its last line end, which would be shown as a line of its own. */
const codeText = (code: Code): string => code.text.replace(/\n$/, "");

/** The text as it is, lit lines marked: enough to read and to copy from. */
function plainView(host: HTMLElement): CodeView {
  const block = h("pre", {class: "plain-code", tabindex: "0", role: "region", "aria-label": tr("Code")});
  host.append(block);
  return {
    set(text) {
      block.replaceChildren(...text.split("\n").map((line) => h("span", {}, `${line}\n`)));
    },
    light({lines, phase}) {
      for (const [index, line] of [...block.children].entries()) {
        line.className = lines.includes(index + 1) ? `lit ${phase}` : "";
      }
      block.children[(lines[0] ?? 0) - 1]?.scrollIntoView({block: "nearest"});
    },
  };
}
