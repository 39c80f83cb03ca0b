/** The endings of programs, notebooks, traces, tables, models and lessons, for a dialog that chooses a file. */
const ENDINGS = ".py,.ipynb,.m,.jl,.r,.js,.ts,.tex,.json,.csv,.onnx,.md,.markdown,.txt";

/** Asks for a file and drops it on the page: who listens for dropped files takes it. */
export function chooseFile(): void {
  const picker = document.createElement("input");
  picker.type = "file";
  picker.accept = ENDINGS;
  picker.addEventListener("change", () => {
    const file = picker.files?.[0];
    if (file === undefined) return;
    const files = new DataTransfer();
    files.items.add(file);
    document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
  });
  picker.click();
}

/** The endings of lessons. */
export const LESSON = /\.(md|markdown|txt)$/i;

/** Calls with the file that is dropped on the page, if it is one of these; what a panel took is left alone. */
export function listenForFiles(isOne: (name: string) => boolean, call: (file: File) => void): void {
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const file = [...(event.dataTransfer?.files ?? [])].find(({name}) => isOne(name));
    if (file === undefined || event.defaultPrevented) return;
    event.preventDefault(); // the browser would leave the page for the file
    call(file);
  });
}
