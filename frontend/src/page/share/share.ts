/** The Share dialog: pick where the picture goes, see it, copy or download what that place takes. */
import {fetchTrace} from "../../shared/api";
import {type Appearance, USUAL} from "../../shared/appearance";
import type {Trace} from "../../shared/contract";
import {byId, type Child, h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import type {Link} from "../../shared/link";
import {recall, remember} from "../../shared/storage";
import {nameOf} from "../gallery/named";
import {addStyle} from "../late-style";
import type {State} from "../state";
import {draw, makeFile} from "./download";
import {exerciseBody, exerciseOptions, exerciseSnippets, USUAL_EXERCISE} from "./exercise";
import {files, type Maker} from "./file-buttons";
import {fileName, fileStem, requestFile, slug} from "./file-name";
import {lessonIn, makeDeck} from "./lesson-deck";
import {PAPERS, type PaperId} from "./papers";
import style from "./share.css?inline";
import {embedAddress, pictureAddress, pictureBody, runBody, type Shared, shared, tableBody} from "./sharing";
import {shortLink} from "./short";
import {obstacle, reservation, type Snippet, smallDigits, TARGETS, type Target} from "./targets";

const CHOSEN = "chainrule.share";

const SIZES: readonly (readonly [number, string])[] = [
  [1, tr("Usual")],
  [1.4, tr("Large")],
  [1.9, tr("For the last row")],
];
const THEMES: readonly (readonly [Appearance["theme"], string])[] = [
  ["auto", tr("As the user has it")],
  ["light", tr("Light")],
  ["dark", tr("Dark")],
];

const SHAPES: readonly (readonly [PaperId, string])[] = PAPERS.map(({id, label}) => [id, label]);

/** Opens on what the page shows now: while the formula is half typed, on the last one that worked. */
addStyle(style);

/** `run`: what the address says of the run that is open; `taught`: the part of it that names the lesson. */
export function openShare(now: State, run: Partial<Link> | null, taught: string | null): void {
  const state = now.problem !== null && now.traceRequest !== null ? {...now, request: now.traceRequest} : now;
  const dialog = byId<HTMLDialogElement>("share");
  const {trace} = state;
  if (trace === null || dialog.open) return;
  const server = {base: location.origin + location.pathname.replace(/\/[^/]*$/, ""), ...offered(document)};
  const lesson = lessonIn(taught);
  const targets = TARGETS.filter((one) => (!one.run || run !== null) && (!one.lesson || lesson !== null));
  let target = targets.find(({id}) => id === recall(CHOSEN)) ?? (targets[0] as Target);
  let appearance: Appearance = {...USUAL, theme: state.theme};
  let exercise = USUAL_EXERCISE;
  let step: number | null = null;
  let paper: PaperId | null = null; // the target's own
  let drawing = new AbortController();
  const named = nameOf(state.request);
  const stem = (named && slug(named)) ?? fileStem(state.request, lesson && "id" in lesson ? lesson.id : undefined);
  const layouts = new Map<number, Trace>(); // of this graph, by the aspect of its rows

  const list = h("div", {class: "share-targets", role: "radiogroup", "aria-label": tr("Where to")}, ...rows());
  const detail = h("div", {class: "share-detail"});
  const close = h("button", {type: "button", class: "close", "aria-label": tr("Close")}, "×");
  close.addEventListener("click", () => dialog.close());
  const head = h("div", {class: "dialog-head"}, h("h2", {id: "share-heading"}, tr("Share")), close);
  dialog.replaceChildren(head, h("div", {class: "share-body"}, list, detail));
  // The keys of the page are not for whoever is in here.
  dialog.onkeydown = (event) => event.stopPropagation();
  dialog.onclick = (event) => {
    if (event.target === dialog) dialog.close();
  };
  dialog.onclose = () => {
    drawing.abort();
    dialog.replaceChildren(); // the preview stops playing
  };
  dialog.showModal();
  list.querySelector<HTMLElement>(":checked")?.focus();
  void show();

  function rows(): HTMLElement[] {
    const groups = [...new Set(targets.map(({group}) => group))];
    return groups.map((group) =>
      h("div", {class: "share-group", role: "presentation"}, h("h3", {}, group), ...inGroup(group)),
    );
  }

  function inGroup(group: string): HTMLElement[] {
    return targets
      .filter((one) => one.group === group)
      .map((one) => {
        const radio = h("input", {type: "radio", name: "share-target", value: one.id, checked: one.id === target.id});
        radio.addEventListener("change", () => {
          target = one;
          paper = null;
          remember(CHOSEN, one.id);
          void show();
        });
        return h("label", {}, radio, h("span", {}, one.title));
      });
  }

  async function show(): Promise<void> {
    drawing.abort();
    drawing = new AbortController();
    const {signal} = drawing;
    detail.ariaBusy = "true"; // what stands there is of the earlier choice and cannot be copied
    const sharedState = await shared(
      state,
      trace as NonNullable<typeof trace>,
      {step, appearance, run, paper: paper ?? target.paper ?? "row", stem, inRows},
      server,
    );
    if (signal.aborted) return;
    detail.replaceChildren(
      ...parts(target, sharedState, signal).filter((part): part is HTMLElement => part instanceof Node),
    );
    detail.ariaBusy = null;
  }

  async function inRows(aspect: number): Promise<Trace | null> {
    const earlier = layouts.get(aspect);
    if (earlier !== undefined) return earlier;
    const answer = await fetchTrace(state.request, null, aspect);
    if (answer.ok) layouts.set(aspect, answer.value);
    return answer.ok ? answer.value : null;
  }

  function parts(one: Target, sharedState: Shared, signal: AbortSignal): Child[] {
    const hindered = obstacle(one, sharedState);
    const snippets = one.exercise ? exerciseSnippets(sharedState, exercise) : one.snippets?.(sharedState);
    const texts = hindered === null ? (snippets ?? []) : [];
    const links = one.extras?.map((extra) => downloadLink(server.base, extra)) ?? [];
    const extras =
      links.length > 0 && h("p", {class: "share-extras"}, ...(one.needsFile ? [`${tr("Download")}: `] : []), ...links);
    return [
      h("p", {class: "share-how"}, one.how),
      one.needsFile && extras,
      preview(one, sharedState),
      options(one, sharedState),
      ...[hindered, one.live ? null : smallDigits(sharedState), reservation(sharedState, texts)].map(
        (message) => message !== null && h("p", {class: "share-note"}, message),
      ),
      ...texts.map(snippet),
      one.shortens && sharedState.shortens && shortLink(sharedState, snippet),
      one.files && files(one.files, maker(one, sharedState), signal),
      !one.needsFile && extras,
    ];
  }

  function maker(one: Target, sharedState: Shared): Maker {
    if (one.run)
      return {
        formats: sharedState.formats,
        make: (row, ...how) =>
          draw("train/render", row.format, runBody(sharedState, row.look), `${stem}-run.${row.format}`, ...how),
      };
    if (one.lesson && lesson !== null) {
      const free = ["html", "md"]; // need no library
      const theme = appearance.theme === "dark" ? "dark" : "light";
      return {
        formats: [...free, ...sharedState.formats],
        make: ({format}, signal) => makeDeck(lesson, format, theme, signal),
      };
    }
    if (one.files?.some(({request}) => request))
      return {formats: ["json"], make: async () => ({name: `${stem}.json`, blob: requestFile(sharedState.request)})};
    if (!one.exercise)
      return {
        formats: ["csv", ...sharedState.formats],
        make: (row, signal, progress) =>
          row.table === undefined
            ? draw(
                "render",
                row.format,
                pictureBody(sharedState, row.look),
                fileName(row, sharedState),
                signal,
                progress,
              )
            : makeFile(
                `${row.table}.${row.format}`,
                `${stem}-${row.table}.${row.format}`,
                tableBody(sharedState, row.table),
                signal,
              ),
      };
    const formats = (one.files ?? [])
      .map(({format}) => format)
      .filter((format) => format !== "pdf" || sharedState.formats.includes(format));
    return {
      formats,
      make: ({format}, signal) =>
        makeFile(`exercise.${format}`, `${stem}-exercise.${format}`, exerciseBody(sharedState, exercise), signal),
    };
  }

  function options(one: Target, sharedState: Shared): HTMLElement {
    if (one.exercise) return h("div", {class: "share-options"}, ...exerciseOptions(exercise, setExercise));
    if (one.run || one.lesson)
      return h(
        "div",
        {class: "share-options"},
        choice(tr("Colours"), THEMES, appearance.theme, (theme) => change({theme})),
      );
    const at = h("input", {
      type: "number",
      min: 0,
      max: sharedState.last,
      value: one.live ? sharedState.step : sharedState.still,
    });
    at.addEventListener("change", () => {
      step = Math.max(0, Math.min(sharedState.last, Math.round(Number(at.value)) || 0));
      void show();
    });
    return h(
      "div",
      {class: "share-options"},
      h("label", {}, one.live ? tr("Begins at step") : tr("Step"), at, h("small", {}, tr`of ${sharedState.last}`)),
      !one.plain && choice(tr("Colours"), THEMES, appearance.theme, (theme) => change({theme})),
      !one.plain && choice(tr("Text"), SIZES, appearance.font, (font) => change({font})),
      !one.live && choice(tr("Shape"), SHAPES, paper ?? one.paper ?? "row", setPaper),
      one.live && !one.plain && tick(tr("Controls"), appearance.controls, (controls) => change({controls})),
      one.live && !one.plain && tick(tr("Sliders"), appearance.editable, (editable) => change({editable})),
    );
  }

  function setPaper(id: PaperId): void {
    paper = id;
    again();
  }

  function setExercise(wishes: typeof exercise): void {
    exercise = wishes;
    again();
  }

  function change(some: Partial<Appearance>): void {
    appearance = {...appearance, ...some};
    again();
  }

  function again(): void {
    const place = [...detail.querySelectorAll("select, input")].indexOf(document.activeElement as HTMLElement);
    void show().then(() => detail.querySelectorAll<HTMLElement>("select, input")[place]?.focus());
  }
}

function choice<T extends string | number>(
  label: string,
  rows: readonly (readonly [T, string])[],
  now: T,
  set: (value: T) => void,
): HTMLElement {
  const select = h("select", {}, ...rows.map(([value, title]) => h("option", {value, selected: value === now}, title)));
  select.addEventListener("change", () => {
    const row = rows[select.selectedIndex];
    if (row) set(row[0]);
  });
  return h("label", {}, label, select);
}

function tick(label: string, now: boolean, set: (value: boolean) => void): HTMLElement {
  const box = h("input", {type: "checkbox", checked: now});
  box.addEventListener("change", () => set(box.checked));
  return h("label", {}, box, label);
}

/** Return the preview of a target: the very frame, or the very picture. */
function preview(one: Target, sharedState: Shared): Child {
  if (one.live) {
    const frame = h("iframe", {class: "share-preview", title: tr("Preview")});
    frame.src = one.run ? (sharedState.training?.frame ?? "") : (one.frame ?? embedAddress)(sharedState);
    return frame;
  }
  if (one.lesson || sharedState.tooLong) return null;
  const look = {fonts: false, ...(one.moving ? {animate: true} : {})};
  return h("img", {class: "share-preview", alt: sharedState.title, src: pictureAddress(sharedState, "svg", look)});
}

function snippet({label, text}: Snippet): HTMLElement {
  const area = h("pre", {class: "share-snippet", tabindex: 0, "aria-label": label ?? tr("What to paste")}, text);
  const copy = h("button", {type: "button", class: "button primary"}, tr("Copy"));
  const status = h("span", {class: "fine", role: "status"});
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = tr("Copied.");
    } catch {
      // No permission, or no secure page: the text is selected, so that the user's own keys copy it.
      getSelection()?.selectAllChildren(area);
      status.textContent = tr("Press Ctrl+C to copy.");
    }
  });
  return h(
    "div",
    {class: "share-copy"},
    label && h("p", {class: "share-label"}, label),
    area,
    h("div", {class: "share-buttons"}, copy, status),
  );
}

/** Return the formats whose libraries the server has, whether it keeps short links, and its versions, as its page says. */
function offered(page: Document): Pick<Shared, "formats" | "shortens" | "version" | "build"> {
  const config: unknown = JSON.parse(page.getElementById("config")?.textContent ?? "{}");
  const {formats, short_links, version, static: folder} = config as Readonly<Record<string, unknown>>;
  return {
    formats: Array.isArray(formats) ? formats.map(String) : [],
    shortens: short_links === true,
    version: String(version),
    build: String(folder).replace(/^.*\//, ""), // static/BUILD
  };
}

function downloadLink(base: string, {label, path}: Readonly<{label: string; path: string}>): HTMLElement {
  return h("a", {href: base + path, download: true}, label);
}
