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
