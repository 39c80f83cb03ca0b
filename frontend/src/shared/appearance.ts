/** Appearance of an embedded picture: the fields of its address beside those of the question. One table. */

export type Theme = "auto" | "light" | "dark";

export type Appearance = Readonly<{
  theme: Theme;
  font: number; // times the usual size
  controls: boolean;
  autoplay: boolean;
  loop: boolean;
  editable: boolean;
  xapi: boolean; // statements for a learning record store are sent to the page around
  live: string; // the code of a session that it follows
}>;

export const USUAL: Appearance = {
  theme: "auto",
  font: 1,
  controls: true,
  autoplay: false,
  loop: false,
  editable: false,
  xapi: false,
  live: "",
};

const FONTS = {least: 0.5, most: 4};

type Field<K extends keyof Appearance> = Readonly<{
  read: (text: string) => Appearance[K] | undefined; // undefined: not understood, so as usual
  write: (value: Appearance[K]) => string;
}>;

const flag = {
  read: (text: string): boolean | undefined => {
    if (["1", "true", ""].includes(text)) return true;
    return ["0", "false"].includes(text) ? false : undefined;
  },
  write: (value: boolean): string => (value ? "1" : "0"),
};

const APPEARANCE: {readonly [K in keyof Appearance]: Field<K>} = {
  theme: {
    read: (text) => (text === "light" || text === "dark" || text === "auto" ? text : undefined),
    write: (theme) => theme,
  },
  font: {
    read: (text) => {
      const font = Number(text);
      return text !== "" && font >= FONTS.least && font <= FONTS.most ? font : undefined;
    },
    write: String,
  },
  controls: flag,
  autoplay: flag,
  loop: flag,
  editable: flag,
  xapi: flag,
  live: {
    read: (text) => (/^\w{1,12}$/.test(text) ? text.toUpperCase() : undefined),
    write: String,
  },
};

/** Return the appearance that an address asks for; a field that is not understood is as usual. */
export function readAppearance(query: URLSearchParams): Appearance {
  const appearance: Record<string, unknown> = {...USUAL};
  for (const [name, field] of Object.entries(APPEARANCE)) {
    const text = query.get(name);
    const value = text === null ? undefined : field.read(text);
    if (value !== undefined) appearance[name] = value;
  }
  return appearance as Appearance;
}

/** Return the fields that differ from the default, as query parameters. */
export function writeAppearance(appearance: Appearance): [string, string][] {
  const names = Object.keys(APPEARANCE) as (keyof Appearance)[];
  return names.filter((name) => appearance[name] !== USUAL[name]).map((name) => [name, fieldText(name, appearance)]);
}

function fieldText<K extends keyof Appearance>(name: K, appearance: Appearance): string {
  return APPEARANCE[name].write(appearance[name]);
}
