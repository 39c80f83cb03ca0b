/** The leaves ranked by the size of their gradient, once all have arrived, with the way that lowers the output. */

import {tapeNow} from "../../player/model/tape-later";
import type {Numbers, Trace} from "../../shared/contract";
import {type Digits, format} from "../../shared/digits";
import {h, nameElement} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {UPSTREAM} from "../values/value-rows";
import type {ValueRow} from "../values/values";
import {aboutLoss, lossName} from "./output-name";
import {type Ranked, rankingOf, trialOf} from "./ranking";

const SMALL_CHANGE = 0.01;
const IN_LINE = 6; // leaves

/** Return the card of the leaves by the size of their gradient; nothing without any. */
export function rankingCard(trace: Trace, live: Numbers, rows: readonly ValueRow[], digits: Digits): HTMLElement[] {
  const ranking = rankingOf(rows);
  const [first] = ranking.rows;
  if (first === undefined) return [];
  const output = lossName(trace);
  const list = ranking.rows.map((row) => h("tr", {}, ...cells(row, output, digits)));
  const about = aboutLoss(
    trace,
    rows.some(({name}) => name === UPSTREAM),
  );
  const more = ranking.more > 0 ? [h("p", {class: "fine"}, tr`and ${ranking.more.toLocaleString("en")} smaller`)] : [];
  return [
    h(
      "section",
      {class: "ranking", "aria-labelledby": "ranking-heading"},
      h("h2", {id: "ranking-heading"}, tr("What moves "), nameElement(output), tr(" most")),
      h("table", {}, h("tbody", {}, ...list)),
      ...more,
      ...trial(trace, live, first, output, digits),
      ...(about === null ? [] : [h("p", {class: "fine"}, about)]),
    ),
  ];
}

/** The same in one line, for the hall: as many leaves as it has room for, and what the first of them does. */
export function closingLine(trace: Trace, live: Numbers, rows: readonly ValueRow[], digits: Digits): HTMLElement[] {
  const {rows: ranked, more} = rankingOf(rows);
  const [first] = ranked;
  if (first === undefined) return [];
  const output = lossName(trace);
  const phrases = ranked.slice(0, IN_LINE).map((row) => {
    const [name, , gradient, way] = cells(row, output, digits);
    const number = h("span", {class: "closing-gradient"}, gradient?.textContent ?? "");
    return h(
      "span",
      {class: "closing-leaf"},
      h("span", {}, ...(name?.childNodes ?? [])),
      number,
      way?.firstChild ?? "",
    );
  });
  const left = ranked.length - phrases.length + more;
  const rest = left > 0 ? [h("span", {class: "fine"}, tr`and ${left.toLocaleString("en")} smaller`)] : [];
  const says = trialSentence(trace, live, first, output, digits);
  return [
    h("p", {class: "closing-leaves"}, ...phrases, ...rest),
    ...(says === null ? [] : [h("p", {}, tr`${says} The arrows say which way lowers ${output}.`)]),
  ];
}

function cells({label, gradient, share, lowers}: Ranked, output: string, digits: Digits): HTMLElement[] {
  const bar = h("span", {class: "share-bar", "aria-hidden": "true"});
  bar.style.setProperty("--share", String(share));
  const way = lowers === null ? "" : lowers === "raise" ? "↑" : "↓";
  const title =
    lowers === null
      ? tr`${output} does not depend on it here`
      : lowers === "raise"
        ? tr`raise it, and ${output} falls`
        : tr`lower it, and ${output} falls`;
  const [name = label, index] = label.split("[");
  return [
    h("th", {scope: "row"}, nameElement(name), index !== undefined && h("small", {}, `[${index}`)),
    h("td", {class: "bar-cell"}, bar),
    h("td", {class: "gradient", title: format(gradient, "full")}, format(gradient, digits)),
    h("td", {class: "way"}, h("span", {role: "img", "aria-label": title, title}, way)),
  ];
}

function trial(trace: Trace, live: Numbers, first: Ranked, output: string, digits: Digits): HTMLElement[] {
  const says = trialSentence(trace, live, first, output, digits);
  return says === null ? [] : [h("p", {class: "fine"}, tr`${says} The arrows say which way lowers ${output}.`)];
}

/** "Raise w2 by 0.01, and f falls by 0.002."; null where that is not known or nothing moves. */
function trialSentence(trace: Trace, live: Numbers, first: Ranked, output: string, digits: Digits): string | null {
  if (first.lowers === null) return null;
  const tape = tapeNow();
  if (tape === null) return null;
  const raise = first.lowers === "raise";
  const trialResult = trialOf(trace, live, first, raise ? SMALL_CHANGE : -SMALL_CHANGE, tape);
  if (trialResult === null || !Number.isFinite(trialResult.after) || trialResult.after === trialResult.before)
    return null;
  const by = trialResult.after - trialResult.before;
  const amount = format(Math.abs(by), digits);
  const {label} = first;
  if (by < 0)
    return raise
      ? tr`Raise ${label} by ${SMALL_CHANGE}, and ${output} falls by ${amount}.`
      : tr`Lower ${label} by ${SMALL_CHANGE}, and ${output} falls by ${amount}.`;
  return raise
    ? tr`Raise ${label} by ${SMALL_CHANGE}, and ${output} rises by ${amount}.`
    : tr`Lower ${label} by ${SMALL_CHANGE}, and ${output} rises by ${amount}.`;
}
