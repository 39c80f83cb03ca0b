/** Points as a table or arrays: typed or pasted into a field, or a file that is chosen or dropped. */

import {h, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {type DataPoint, readPoints} from "./data-text";

const LARGEST = 200_000; // bytes of a file

type Options = Readonly<{
  classes: readonly string[];
  dropOn: HTMLElement;
  take: (points: readonly DataPoint[], done: string) => boolean;
}>;

export function createPastePoints({classes, dropOn, take}: Options): HTMLElement {
  const text = h("textarea", {
    rows: 4,
    spellcheck: "false",
    "aria-label": tr("Points: two numbers and a class in each row, or arrays"),
    placeholder: "0.5, -1.2, 0\n1.1, 0.3, 1",
  });
  const file = h("input", {type: "file", accept: ".csv,.tsv,.txt,.json", "aria-label": tr("A file with points")});
  const use = h("button", {type: "button", class: "button"}, tr("Use these points"));
  const words = h("p", {class: "fine", role: "status"});
  const details = h(
    "details",
    {class: "paste-points"},
    h("summary", {}, tr("Paste points")),
    h("div", {class: "point-row"}, text, use, file),
    words,
  );

  function read(): void {
    const points = readPoints(text.value, classes);
    if (typeof points === "string") {
      details.open = true;
      write(words, points);
      return;
    }
    if (take(points, tr`${points.length} points are the data now.`)) write(words, "");
  }

  async function readFile(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    if (file.size > LARGEST) {
      details.open = true;
      write(words, tr`The file is larger than ${LARGEST / 1000} kB.`);
      return;
    }
    text.value = await file.text();
    read();
  }

  use.addEventListener("click", read);
  file.addEventListener("change", () => void readFile(file.files?.[0]));
  dropOn.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files") !== true) return;
    event.preventDefault();
    dropOn.classList.add("takes-file");
  });
  dropOn.addEventListener("dragleave", () => dropOn.classList.remove("takes-file"));
  dropOn.addEventListener("drop", (event) => {
    dropOn.classList.remove("takes-file");
    if (event.dataTransfer === null || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void readFile(event.dataTransfer.files[0]);
  });
  return details;
}
