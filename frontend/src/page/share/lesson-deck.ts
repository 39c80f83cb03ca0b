/** The lesson that is open as a deck: which it is, off the address of the page, and the file that the server makes. */
import {unpackText} from "../../shared/compressed-link";
import {language} from "../../shared/i18n/tr";
import {type Download, makeFile} from "./download";
import {slug} from "./file-name";

/** A lesson of the server's, or the packed file of the user's own. */
type SharedLesson = Readonly<{id: string}> | Readonly<{packed: string}>;

/** Return the lesson that an address names; null for none. */
export function lessonIn(hash: string | null): SharedLesson | null {
  const params = new URLSearchParams((hash ?? "").replace(/^#/, ""));
  const [id, packed] = [params.get("lesson"), params.get("lesson-file")];
  if (id !== null) return {id};
  return packed === null ? null : {packed};
}

/** Raises as `makeFile`. */
export async function makeDeck(
  lesson: SharedLesson,
  format: string,
  theme: "light" | "dark",
  signal: AbortSignal,
): Promise<Download> {
  if ("packed" in lesson) {
    const text = (await unpackText(lesson.packed)) ?? "";
    const title = slug(/^title:(.*)$/m.exec(text)?.[1] ?? "") ?? "lesson";
    return makeFile(`lessons/deck.${format}`, `${title}.${format}`, JSON.stringify({text, theme}), signal);
  }
  const params = new URLSearchParams({theme, ...(language() === "en" ? {} : {lang: language()})});
  const path = `lessons/${encodeURIComponent(lesson.id)}/deck.${format}?${params}`;
  return makeFile(path, `${lesson.id}.${format}`, null, signal);
}
