/** The planes of a window at one of its places, with signs between them. */

import type {Place} from "../../player/model/planes";
import type {Pair, Sweep, Sweeping, WindowLook} from "../../player/model/windows";
import type {Trace} from "../../shared/contract";
import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {nameOn} from "./step-equations";
import {type CellMark, type PlaneSize, planeFigure} from "./window-plane";

const CHANNELS = 2; // pairs of planes that are drawn
const LARGE = 36; // entries of a window of which one pair is enough

/** The planes that meet and what they make. `others`: where else the window lies, marked on the first plane. */
export function figuresOf(
  trace: Trace,
  sweeping: Sweeping,
  look: WindowLook,
  planeSize: PlaneSize,
  others: readonly Place[],
): HTMLElement[] {
  const {node, sweep, wires} = sweeping;
  const gives = node.windows?.gives ?? "products";
  const padding = gives === "largest" ? "–" : "0";
  const isPoolBack = sweep === "operand" && gives !== "products";
  const [operand, kernel] = wires;
  const names = {
    operand: operand ? nameOn(trace, operand) : "",
    kernel: kernel ? nameOn(trace, kernel) : "",
  };
  const figure = (
    plane: WindowLook["result"],
    marks: readonly (readonly [Place, CellMark])[],
    words: string,
  ): HTMLElement => {
    const caption = plane.channels > 1 ? tr`${words}, channel ${plane.channel}` : words;
    return h(
      "figure",
      {class: "part"},
      planeFigure(plane, marks, planeSize, padding, caption),
      h("figcaption", {}, caption),
    );
  };
  const sign = (text: string): HTMLElement => h("span", {class: "sign"}, text);
  const isWinner = ([row, column]: Place): boolean =>
    look.winner !== null && look.winner[0] === row && look.winner[1] === column;
  const onLeft: (readonly [Place, CellMark])[] = [
    ...others.map((other): [Place, CellMark] => [other, "other"]),
    ...look.meetings.map(([left]): [Place, CellMark] => [left, isWinner(left) ? "winner" : "meets"]),
  ];
  if (isPoolBack) {
    const [pair] = look.pairs as [Pair];
    const entries = look.meetings.map(([left]) => left).filter((left) => look.winner === null || isWinner(left));
    return [
      ...(pair.right === null ? [] : [figure(pair.right, [[look.place, "own"]], tr("upstream"))]),
      sign("→"),
      figure(pair.left, onLeft, names.operand),
      sign("→"),
      figure(
        look.result,
        entries.map((entry) => [entry, "own"]),
        tr`gradient of ${names.operand}`,
      ),
    ];
  }
  const flipped = tr`${names.kernel}, flipped`;
  const [forward, back] = node.windows?.transposed ? [flipped, names.kernel] : [names.kernel, flipped];
  const met = [names.operand, tr("upstream")] as const;
  const [over, at] = node.windows?.transposed ? [met[1], met[0]] : met;
  const words: Readonly<Record<Sweep, readonly [string, string, string]>> = {
    result: [names.operand, forward, node.name ?? tr("result")],
    operand: [tr("upstream"), back, tr`gradient of ${names.operand}`],
    kernel: [over, at, tr`gradient of ${names.kernel}`],
  };
  const [left, right, result] = words[sweep];
  const count = look.meetings.length > LARGE ? 1 : CHANNELS;
  const rows = look.pairs.slice(0, count).flatMap((pair, index) => {
    const cells = [figure(pair.left, onLeft, left)];
    if (index > 0) cells.unshift(sign("+"));
    if (pair.right !== null)
      cells.push(
        sign("⊙"),
        figure(
          pair.right,
          look.meetings.map(([, other]) => [other, "meets"]),
          right,
        ),
      );
    return h("div", {class: "product"}, ...cells);
  });
  const rest = look.pairs.length - count;
  return [
    ...rows,
    ...(rest > 0
      ? [h("p", {class: "fine"}, rest === 1 ? tr("+ 1 more like these") : tr`+ ${rest} more like these`)]
      : []),
    h(
      "div",
      {class: "product"},
      sign(gives === "products" ? "=" : "→"),
      figure(look.result, [[look.place, "own"]], result),
    ),
  ];
}
