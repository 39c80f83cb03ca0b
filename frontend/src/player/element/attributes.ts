/** The attributes of the element by what a change of them does, and how a formula stands in one. */

/** What is asked of the server; any change asks again. */
export const LOADS = [
  "src",
  "source",
  "values",
  "output",
  "upstream",
  "view",
  "open",
  "closed",
  "round",
  "mode",
  "direction",
  "graph",
  "encoded",
  "server",
];
/** How it looks: a change draws again. */
export const LOOKS = ["controls", "editable", "folds", "notation", "font-size"];

/** A text that is no percent-encoding is taken as it stands: the server says what is wrong with it. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
