/**
 * The sentences of the page in the user's language. The English sentence is the key: tr("Copy"), tr`Step ${at} of ${last}`
 * (whose key is "Step {0} of {1}"). A catalogue is a classic script that stands before the modules, so that tables of words
 * can be read at any time; English needs none. Numbers keep their point: in the language of formulas a comma parts arguments.
 */

interface Catalogue {
  language: string;
  sentences: Readonly<Record<string, string>>;
}

const catalogue = (): Catalogue | undefined => (globalThis as {chainruleCatalogue?: Catalogue}).chainruleCatalogue;

/** The language of the page: "en" where no catalogue is loaded. */
export const language = (): string => catalogue()?.language ?? "en";

/** A sentence in the user's language; one that the catalogue does not hold stays as it is. */
export function tr(sentence: string | TemplateStringsArray, ...values: readonly unknown[]): string {
  const sentences = catalogue()?.sentences;
  if (typeof sentence === "string") return sentences?.[sentence] ?? sentence;
  const translated = sentences?.[keyOf(sentence)];
  if (translated === undefined) return String.raw({raw: sentence}, ...values);
  return translated.replace(/\{(\d+)\}/g, (_, at) => String(values[Number(at)]));
}

/** The key of a template: its places numbered. */
const keyOf = (parts: readonly string[]): string =>
  parts.map((part, at) => (at === 0 ? part : `{${at - 1}}${part}`)).join("");
