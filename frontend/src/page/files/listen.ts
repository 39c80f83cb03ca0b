/** Calls with each file that is dropped on the page and has one of these endings; what a panel took is left alone. */
export function listenForFiles(endings: RegExp, call: (file: File) => void): void {
  const isFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
  document.addEventListener("dragover", (event) => {
    if (isFile(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const file = [...(event.dataTransfer?.files ?? [])].find(({name}) => endings.test(name));
    if (file === undefined || event.defaultPrevented) return;
    event.preventDefault();
    call(file);
  });
}
