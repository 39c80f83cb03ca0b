/** The keyboard: one table for what the keys do and for what the help says. */

import {byId, isTextField, isTyping} from "../shared/dom";
import {tr} from "../shared/i18n/tr";

/** One row: `symbol` stands in the help where it is another one than the first key in upper case. */
type Row = Readonly<{keys: readonly string[]; symbol?: string; says: string; command: string}>;

const ROWS = [
  {keys: [" ", "k"], symbol: tr("Space"), says: tr("play, pause"), command: "play"},
  {
    keys: ["ArrowRight", "PageDown"],
    symbol: "→",
    says: tr("one step on (also Page Down, a presenter's remote)"),
    command: "next",
  },
  {keys: ["ArrowLeft", "PageUp"], symbol: "←", says: tr("one step back (also Page Up)"), command: "back"},
  {keys: ["Home"], says: tr("to the start"), command: "start"},
  {keys: ["End"], says: tr("to the end"), command: "end"},
  {keys: ["<", ","], says: tr("slower"), command: "slower"},
  {keys: [">", "."], says: tr("faster"), command: "faster"},
  {keys: ["e"], says: tr("edit the formula (Esc leaves it)"), command: "editor"},
  {keys: ["x"], says: tr("examples"), command: "examples"},
  {keys: ["v"], says: tr("next view: gates, functions, units"), command: "view"},
  {keys: ["o"], says: tr("open or close the function that is chosen, or at work"), command: "fold"},
  {keys: ["c"], says: tr("the graph as code"), command: "code"},
  {keys: ["l"], says: tr("train: updates, loss, any of them opened in the picture"), command: "learn"},
  {keys: ["g"], says: tr("check the gradients numerically; second derivatives"), command: "check"},
  {keys: ["d"], says: tr("reverse mode or forward mode: gradients, tangents"), command: "mode"},
  {
    keys: ["m"],
    says: tr("the backward pass as a graph, the mirror of the forward pass"),
    command: "graph",
  },
  {keys: ["j"], says: tr("what derivatives cost: Jacobian, passes, memory"), command: "costs"},
  {keys: ["s"], says: tr("shapes alone, for sizes that nobody would run; and back"), command: "shapes"},
  {keys: ["y"], says: tr("what each layer costs: parameters, multiply-adds, memory"), command: "layers"},
  {
    keys: ["q"],
    says: tr("predict: gradients are left out until they are typed, or → shows them"),
    command: "predict",
  },
  {keys: ["h"], says: tr("health: where the gradient dies, and why"), command: "health"},
  {keys: ["f"], says: tr("the lecture hall: only the graph, large (Esc leaves it)"), command: "present"},
  {keys: ["u"], says: tr("phones follow this page: the code, the questions to the hall"), command: "live"},
  {keys: ["w"], says: tr("the width of a wire tells |gradient|, or not"), command: "widths"},
  {
    keys: ["z"],
    says: tr("the window of a convolution or pooling gate at work, large"),
    command: "windows",
  },
  {keys: ["["], says: tr("close or open the panel of formula and values"), command: "left"},
  {keys: ["]"], says: tr("close or open the panel of the step's words"), command: "right"},
  {keys: ["b"], says: tr("in the lecture hall: a blank screen, and back (also .)"), command: "blank"},
  {keys: ["p"], says: tr("in the lecture hall: a laser dot for the pointer"), command: "laser"},
  {keys: ["/"], says: tr("find a name, a gate or a word (also Ctrl K)"), command: "search"},
  {keys: ["n"], says: tr("next notation: ∂f/∂v, v̄, δ"), command: "notation"},
  {keys: ["+", "="], says: tr("zoom in"), command: "zoom-in"},
  {keys: ["-"], symbol: "−", says: tr("zoom out"), command: "zoom-out"},
  {keys: ["0"], says: tr("fit the graph into view"), command: "fit"},
  {keys: ["t"], says: tr("light, dark"), command: "theme"},
  {keys: ["?"], says: tr("words and keys"), command: "help"},
] as const satisfies readonly Row[];

export type Command = (typeof ROWS)[number]["command"];

type Key = Readonly<{keys: readonly string[]; symbol: string; says: string; command: Command}>;

export const KEYS: readonly Key[] = ROWS.map((row: Row & {command: Command}) => ({
  symbol: (row.keys[0] as string).toUpperCase(),
  ...row,
}));

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
