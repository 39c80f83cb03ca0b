/** The player in a notebook: a module as anywidget wants it (AFM). Jupyter, Colab, marimo and VS Code load the same. */
import {type ChainRule, TAG} from "../player/element/element";
import {full, isTrace} from "../player/element/load";

/** The part of anywidget's model that is used. */
interface Model {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, call: () => void): void;
  off(event: string, call: () => void): void;
}

const WORDS = ["notation", "theme"] as const;
const FLAGS = ["controls", "editable"] as const;
/** A slider that is being dragged tells Python when it rests. */
const REST = 150;

function render({model, el}: {model: Model; el: HTMLElement}): () => void {
  const player = document.createElement(TAG) as ChainRule;
  const stop: (() => void)[] = [];
  const follow = (name: string, call: () => void): void => {
    const event = `change:${name}`;
    model.on(event, call);
    stop.push(() => model.off(event, call));
    call();
  };
  for (const name of WORDS)
    follow(name, () => {
      const word = model.get(name);
      if (typeof word === "string" && word !== "" && word !== "auto") player.setAttribute(name, word);
      else player.removeAttribute(name);
    });
  for (const name of FLAGS) follow(name, () => player.toggleAttribute(name, model.get(name) === true));
  follow("height", () => {
    player.style.height = `${Number(model.get("height")) || 460}px`;
  });
  follow("trace", () => {
    const trace = full(model.get("trace"));
    if (!isTrace(trace)) return;
    player.setAttribute("step", String(model.get("step")));
    player.trace = trace;
  });
  follow("step", () => {
    const step = Number(model.get("step"));
    if (step === player.step) return;
    if (step === player.step + 1) player.next();
    else player.go(step);
  });
  player.addEventListener("stepchange", () => {
    if (model.get("step") === player.step) return;
    model.set("step", player.step);
    model.save_changes();
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  player.addEventListener("valueschange", (event) => {
    const {values} = (event as CustomEvent<{values: Record<string, unknown>}>).detail;
    clearTimeout(timer);
    timer = setTimeout(() => {
      model.set("values", {...(model.get("values") as object), ...values});
      model.save_changes();
    }, REST);
  });
  // The notebook's own keys (J, K, arrows between cells) must not act while the picture has the focus.
  player.addEventListener("keydown", (event) => event.stopPropagation());
  el.append(player);
  return () => {
    clearTimeout(timer);
    for (const end of stop) end();
    player.remove();
  };
}

export default {render};
