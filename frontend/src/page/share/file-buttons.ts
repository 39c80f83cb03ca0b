/** The files of a target: a button for each, drawn by the server when it is pressed. */

import {h} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {type Download, NotDrawn, save} from "./download";
import type {File} from "./targets";

/** The formats that the server can make, and the call that makes a file. */
export type Maker = Readonly<{
  formats: readonly string[];
  make: (row: File, signal: AbortSignal, progress: (done: number, of: number) => void) => Promise<Download>;
}>;

/** Return the buttons of a target's files; a format that this server cannot make has none. */
export function files(rows: readonly File[], {formats, make}: Maker, signal: AbortSignal): HTMLElement {
  const status = h("div", {class: "share-told", role: "status"});
  let running: AbortController | null = null;
  const stop = (): void => running?.abort();
  signal.addEventListener("abort", stop);
  const visibleRows = rows.filter(({format}) => formats.includes(format));
  const missingLabels = rows.filter((row) => !visibleRows.includes(row)).map(({label}) => label);
  const buttons = visibleRows.map((row) => {
    const button = h("button", {type: "button", class: "button"}, row.label);
    button.addEventListener("click", () => void run(row.label, row));
    return button;
  });
  const png = visibleRows.find(({format}) => format === "png");
  if (png && typeof ClipboardItem !== "undefined" && navigator.clipboard) {
    const copy = h("button", {type: "button", class: "button"}, tr("Copy picture"));
    copy.addEventListener("click", () => void run("picture", png, toClipboard));
    buttons.push(copy);
  }
  const none =
    missingLabels.length > 0 && h("p", {class: "fine"}, tr`This server cannot draw: ${missingLabels.join("; ")}.`);

  async function run(label: string, row: File, keep = toDownloads): Promise<void> {
    stop();
    const mine = new AbortController();
    running = mine;
    const bar = h("progress", {"aria-label": tr`Drawing ${label}`});
    const cancel = h("button", {type: "button", class: "link"}, tr("Cancel"));
    cancel.addEventListener("click", () => mine.abort());
    status.replaceChildren(tr`Drawing ${label}`, bar, cancel);
    try {
      const progress = (done: number, of: number): void => {
        bar.max = of;
        bar.value = done;
      };
      status.replaceChildren(await keep(make(row, mine.signal, progress)));
    } catch (error) {
      if (running !== mine) return;
      const words = error instanceof NotDrawn ? error.message : tr("The server did not answer.");
      status.replaceChildren(mine.signal.aborted ? tr("Cancelled.") : words);
    }
  }
  return h("div", {class: "share-files"}, h("div", {class: "share-buttons"}, ...buttons), none, status);
}

async function toDownloads(drawing: Promise<Download>): Promise<string> {
  const download = await drawing;
  save(download);
  return tr`${download.name} is saved (${size(download.blob.size)}).`;
}

/** The promise is handed on at once: a browser forgets the click by the time the picture is drawn. */
async function toClipboard(drawing: Promise<Download>): Promise<string> {
  try {
    await navigator.clipboard.write([new ClipboardItem({"image/png": drawing.then(({blob}) => blob)})]);
  } catch (error) {
    await drawing; // a picture that cannot be drawn says why
    throw new NotDrawn(tr`The browser did not let the picture be copied: ${(error as Error).message}`);
  }
  return tr("The picture is copied: paste it into a slide or a document.");
}

const size = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
