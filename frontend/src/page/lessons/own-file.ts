/** A lesson's file of one's own: dropped on the page, chosen, or held by a link. The server reads it and keeps nothing. */

import {type Answer, fetchOwnLesson} from "../../shared/api";
import {packText, unpackText} from "../../shared/compressed-link";
import type {Lesson} from "../../shared/contract";

const KEY = "lesson-file";

/** The name that a lesson may have, of the name that a file has. */
export function fileName(name: string): string {
  const plain = name
    .replace(/\.[^.]*$/, "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "") // ü is u
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return `${plain === "" ? "lesson" : plain}.md`; // a file's name, no sentence
}

type OwnLesson = Readonly<{lesson: Lesson; hash: string | null}>;

/** The lesson of a text, and an address that holds all of it; null in a browser that cannot compress. */
export async function lessonOf(name: string, text: string): Promise<Answer<OwnLesson>> {
  const answer = await fetchOwnLesson(fileName(name), text);
  if (!answer.ok) return answer;
  const packed = await packText(text);
  return {ok: true, value: {lesson: answer.value, hash: packed === null ? null : `#${KEY}=${packed}`}};
}

/** The lesson that an address holds; null if it holds none. */
export async function lessonIn(hash: string): Promise<Answer<OwnLesson> | null> {
  const packed = new URLSearchParams(hash.replace(/^#/, "")).get(KEY);
  const text = packed === null ? null : await unpackText(packed);
  return text === null ? null : lessonOf(KEY, text);
}
