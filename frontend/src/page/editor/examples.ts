/** The examples menu: the user's own graphs first, then the examples in groups, with what each one shows. */

import type {Example} from "../../shared/contract";
import {byId, h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import type {GraphTexts} from "../gallery/gallery";
import {createMenu, menuFilter, menuGroup, menuItem} from "../menu";
import {sourceTitle, valuesLine} from "./draft-text";
import type {Draft} from "./drafts";
import {thumbnailAddress} from "./thumbnail";

const OWN_SHOWN = 5;

const GRAPH_TEXTS: GraphTexts = {
  titleOf: sourceTitle,
  valuesOf: (graph) => valuesLine({...graph, own: true}),
  pictureOf: thumbnailAddress,
};

type ExamplesOptions = Readonly<{
  load: () => Promise<readonly Example[] | null>; // null: the server did not answer
  drafts: () => readonly Draft[]; // newest first
  onExample: (example: Example) => void;
  onDraft: (draft: Draft) => void;
  onFile: () => void;
  onGallery: (texts: GraphTexts) => void;
}>;

export function createExamples(options: ExamplesOptions): {close(): void} {
  const menu = byId("examples-menu");

  return createMenu(byId<HTMLButtonElement>("examples-button"), menu, async (act) => {
    const examples = await options.load();
    const groups = new Map<string, HTMLElement[]>();
    const sources = new Map<Element, string>();
    for (const example of examples ?? []) {
      const group = groups.get(example.group) ?? [];
      const item = menuItem(
        example.title,
        example.shows,
        act(() => options.onExample(example)),
        {picture: thumbnail(example)},
      );
      sources.set(item, example.source);
      group.push(item);
      groups.set(example.group, group);
    }
    const own = options.drafts();
    const list = h("div", {role: "menu", "aria-label": tr("Examples")});
    menu.replaceChildren(menuFilter(list, tr("Find an example"), sources), list);
    list.replaceChildren(
      ...(own.length > 0 ? [ownGraphs(own, act)] : []),
      ...[...groups].map(([title, rows]) => menuGroup(title, rows)),
      menuGroup(tr("Your own"), [
        menuItem(
          tr("Open a file…"),
          tr(
            "Program, notebook, saved trace, table of values, ONNX model or lesson; it can be dropped on the page, too",
          ),
          act(options.onFile),
        ),
        menuItem(
          tr("Your named graphs…"),
          tr("Keep this graph under a name in this browser; open, rename and delete those that are kept"),
          act(() => options.onGallery(GRAPH_TEXTS)),
        ),
      ]),
      menuGroup(tr("Explore"), [
        menuItem(
          tr("Activation functions"),
          tr("Curves beside their slopes: where each saturates, dies or kinks"),
          act(() => location.assign("activations")),
        ),
      ]),
      ...(examples === null
        ? [h("p", {class: "fine", role: "none"}, tr("The examples could not be fetched. Close and open to try again."))]
        : []),
    );
  });

  /** The newest few; a button shows the others in their place. */
  function ownGraphs(
    own: readonly Draft[],
    act: (then: () => void) => () => void,
    count: number = OWN_SHOWN,
  ): HTMLElement {
    const rows = own.slice(0, count).map((draft) =>
      menuItem(
        sourceTitle(draft.request.source),
        valuesLine(draft),
        act(() => options.onDraft(draft)),
        {code: true},
      ),
    );
    const group = menuGroup(tr("Your graphs"), rows);
    if (own.length <= count) return group;
    const more = menuItem(tr`Show all ${own.length}`, "", () => {
      const all = ownGraphs(own, act, own.length);
      group.replaceWith(all);
      all.querySelectorAll<HTMLElement>("[role=menuitem]")[count]?.focus();
    });
    group.append(more);
    return group;
  }
}

/** A text that makes its own data may run for seconds: it gets none. */
function thumbnail(example: Example): string | undefined {
  return Object.keys(example.values).length === 0 ? undefined : thumbnailAddress(example);
}
