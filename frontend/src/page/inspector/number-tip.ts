/** All digits of a number in the picture, while the pointer is on it or after a tap. */

import type {Frame} from "../../player/model/frame";
import type {Num, Trace} from "../../shared/contract";
import {format} from "../../shared/digits";
import {byId, h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {gradientName, type Notation} from "../../shared/notation";
import {setNames} from "../../shared/set-names";
import {lossName} from "./output-name";

export type NumberTip = Readonly<{show(trace: Trace, frame: Frame, notation: Notation): void}>;

const NUMBERS = ".labels .label > text.value, .labels .label > text.gradient";
const GAP = 6; // px

export function createNumberTip(): NumberTip {
  const stage = byId("stage");
  const tip = h("div", {class: "word-card number-tip", role: "tooltip", hidden: true});
  document.body.append(tip);
  let scene: {trace: Trace; frame: Frame; notation: Notation} | null = null;

  const textAt = (target: EventTarget | null): SVGTextElement | null =>
    target instanceof Element ? target.closest<SVGTextElement>(NUMBERS) : null;

  function open(text: SVGTextElement): void {
    const id = text.parentElement?.getAttribute("data-id");
    const wire = scene?.frame.wires.find(({edge}) => edge.id === id);
    if (scene === null || wire === undefined) return;
    const isValue = text.classList.contains("value");
    const number = isValue ? wire.values : wire.gradients;
    if (number === null || typeof number === "object") return;
    const name = wire.edge.name || wire.edge.letter || "";
    const slope = name === "" ? tr("gradient") : gradientName(name, scene.notation, lossName(scene.trace));
    const called = isValue ? name || tr("value") : wire.partial ? tr`${slope}, so far` : slope;
    tip.replaceChildren(`${called} = `, h("b", {}, format(number as Num, "full")));
    setNames(tip, scene.trace);
    tip.hidden = false;
    const at = text.getBoundingClientRect();
    const {width, height} = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(GAP, Math.min(at.left, window.innerWidth - width - GAP))}px`;
    tip.style.top = `${Math.max(GAP, at.top - height - GAP)}px`;
  }
  const close = (): void => {
    tip.hidden = true;
  };

  stage.addEventListener("pointerover", (event) => {
    const text = textAt(event.target);
    if (event.pointerType === "touch") return;
    if (text === null) close();
    else open(text);
  });
  stage.addEventListener("pointerleave", close);
  stage.addEventListener("pointerdown", close);
  // A click on a number tells its digits; it is no click beside all boxes, which would let go of the chosen one.
  stage.addEventListener(
    "click",
    (event) => {
      const text = textAt(event.target);
      if (text === null) return;
      event.stopPropagation();
      open(text);
    },
    {capture: true},
  );

  return {
    show(trace, frame, notation) {
      const hasMoved = scene?.frame.position !== frame.position || scene.trace !== trace;
      scene = {trace, frame, notation};
      if (hasMoved) close();
    },
  };
}
