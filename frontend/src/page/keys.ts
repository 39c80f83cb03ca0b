/** The keyboard: one table for what the keys do and for what the help says. */

import {byId, isTextField, isTyping} from "../shared/dom";
import {tr} from "../shared/i18n/tr";

export type Command =
  | "play"
  | "next"
  | "back"
  | "start"
  | "end"
  | "slower"
  | "faster"
  | "editor"
  | "zoom-in"
  | "zoom-out"
  | "fit"
  | "theme"
  | "notation"
  | "view"
  | "examples"
  | "fold"
  | "health"
  | "search"
  | "code"
  | "check"
  | "mode"
  | "graph"
  | "costs"
  | "shapes"
  | "layers"
  | "learn"
  | "present"
  | "live"
  | "predict"
  | "blank"
  | "laser"
  | "widths"
  | "windows"
  | "left"
  | "right"
  | "help";

type Key = Readonly<{keys: readonly string[]; symbol: string; says: string; command: Command}>;

export const KEYS: readonly Key[] = [
  {keys: [" ", "k"], symbol: tr("Space"), says: tr("play, pause"), command: "play"},
  {
    keys: ["ArrowRight", "PageDown"],
    symbol: "→",
    says: tr("one step on (also Page Down, a presenter's remote)"),
    command: "next",
  },
  {keys: ["ArrowLeft", "PageUp"], symbol: "←", says: tr("one step back (also Page Up)"), command: "back"},
  {keys: ["Home"], symbol: "Home", says: tr("to the start"), command: "start"},
  {keys: ["End"], symbol: "End", says: tr("to the end"), command: "end"},
  {keys: ["<", ","], symbol: "<", says: tr("slower"), command: "slower"},
  {keys: [">", "."], symbol: ">", says: tr("faster"), command: "faster"},
  {keys: ["e"], symbol: "E", says: tr("edit the formula (Esc leaves it)"), command: "editor"},
  {keys: ["x"], symbol: "X", says: tr("examples"), command: "examples"},
  {keys: ["v"], symbol: "V", says: tr("next view: gates, functions, units"), command: "view"},
  {keys: ["o"], symbol: "O", says: tr("open or close the function that is chosen, or at work"), command: "fold"},
  {keys: ["c"], symbol: "C", says: tr("the graph as code"), command: "code"},
  {keys: ["l"], symbol: "L", says: tr("train: updates, loss, any of them opened in the picture"), command: "learn"},
  {keys: ["g"], symbol: "G", says: tr("check the gradients numerically; second derivatives"), command: "check"},
  {keys: ["d"], symbol: "D", says: tr("reverse mode or forward mode: gradients, tangents"), command: "mode"},
  {
    keys: ["m"],
    symbol: "M",
    says: tr("the backward pass as a graph, the mirror of the forward pass"),
    command: "graph",
  },
  {keys: ["j"], symbol: "J", says: tr("what derivatives cost: Jacobian, passes, memory"), command: "costs"},
  {keys: ["s"], symbol: "S", says: tr("shapes alone, for sizes that nobody would run; and back"), command: "shapes"},
  {keys: ["y"], symbol: "Y", says: tr("what each layer costs: parameters, multiply-adds, memory"), command: "layers"},
  {
    keys: ["q"],
    symbol: "Q",
    says: tr("predict: gradients are left out until they are typed, or → shows them"),
    command: "predict",
  },
  {keys: ["h"], symbol: "H", says: tr("health: where the gradient dies, and why"), command: "health"},
  {keys: ["f"], symbol: "F", says: tr("the lecture hall: only the graph, large (Esc leaves it)"), command: "present"},
  {keys: ["u"], symbol: "U", says: tr("phones follow this page: the code, the questions to the hall"), command: "live"},
  {keys: ["w"], symbol: "W", says: tr("the width of a wire tells |gradient|, or not"), command: "widths"},
  {
    keys: ["z"],
    symbol: "Z",
    says: tr("the window of a convolution or pooling gate at work, large"),
    command: "windows",
  },
  {keys: ["["], symbol: "[", says: tr("close or open the panel of formula and values"), command: "left"},
  {keys: ["]"], symbol: "]", says: tr("close or open the panel of the step's words"), command: "right"},
  {keys: ["b"], symbol: "B", says: tr("in the lecture hall: a blank screen, and back (also .)"), command: "blank"},
  {keys: ["p"], symbol: "P", says: tr("in the lecture hall: a laser dot for the pointer"), command: "laser"},
  {keys: ["/"], symbol: "/", says: tr("find a name, a gate or a word (also Ctrl K)"), command: "search"},
  {keys: ["n"], symbol: "N", says: tr("next notation: ∂f/∂v, v̄, δ"), command: "notation"},
  {keys: ["+", "="], symbol: "+", says: tr("zoom in"), command: "zoom-in"},
  {keys: ["-"], symbol: "−", says: tr("zoom out"), command: "zoom-out"},
  {keys: ["0"], symbol: "0", says: tr("fit the graph into view"), command: "fit"},
  {keys: ["t"], symbol: "T", says: tr("light, dark"), command: "theme"},
  {keys: ["?"], symbol: "?", says: tr("words and keys"), command: "help"},
];

const keyOf = ({key}: KeyboardEvent): string => (key.length === 1 ? key.toLowerCase() : key);
const targetOf = (event: KeyboardEvent): EventTarget | null => event.composedPath()[0] ?? event.target;
const isHeld = (event: KeyboardEvent): boolean => event.ctrlKey || event.metaKey || event.altKey;

/** Commands that move through the steps. */
const STEPPING: ReadonlySet<Command> = new Set(["play", "next", "back", "start", "end"]);

/**
 * The step that a key asks for before whatever has the focus may use the key itself. That is so wherever the focus came
 * by a click or a tap: who points at a gate or drags a slider goes on stepping. Who came by Tab has the keys of what they
 * came to, but for Page Down and Page Up on a slider: they are what a presenter's remote sends.
 */
export function steppingCommandOf(event: KeyboardEvent, byPointer: boolean): Command | null {
  const target = targetOf(event);
  if (isHeld(event) || isTextField(target) || !(target instanceof Element)) return null;
  if (target.closest("dialog, [role=menu], .learn-panel") !== null) return null; // arrows go through the updates there
  const slides = target.matches("input[type=range], [role=slider]") && /^Page(Down|Up)$/.test(event.key);
  if (!byPointer && !slides) return null;
  if (event.key === " " && target instanceof HTMLInputElement && target.type !== "range") return null; // a tick box
  const command = KEYS.find(({keys}) => keys.includes(keyOf(event)))?.command ?? null;
  return command !== null && STEPPING.has(command) ? command : null;
}

export function commandOf(event: KeyboardEvent): Command | null {
  if (isHeld(event) || event.defaultPrevented) return null;
  const target = targetOf(event);
  if (isTyping(target)) return null;
  const key = keyOf(event);
  // Space presses the button that has the focus; the page takes it only elsewhere.
  if (key === " " && target instanceof Element && target.matches("button, a, summary, [role=button]")) return null;
  return KEYS.find(({keys}) => keys.includes(key))?.command ?? null;
}

/** `inHall`: wherever the focus is, the keys of a presenter's remote step. */
export function listenForKeys(inHall: () => boolean, run: (command: Command) => void): void {
  let byPointer = false; // the last thing that was chosen was clicked or tapped
  document.addEventListener(
    "pointerdown",
    () => {
      byPointer = true;
    },
    {capture: true},
  );
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Tab") byPointer = false;
      const command = steppingCommandOf(event, byPointer || inHall());
      if (command === null) return;
      event.preventDefault();
      event.stopPropagation();
      run(command);
    },
    {capture: true},
  );
  document.addEventListener("keydown", (event) => {
    if (byId<HTMLDialogElement>("help").open) return;
    const command = commandOf(event);
    if (command === null) return;
    event.preventDefault();
    run(command);
  });
}
