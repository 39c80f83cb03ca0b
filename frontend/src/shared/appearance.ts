/** How an embedded picture looks and behaves: the fields of its address beside those of the question. One table. */

export type Theme = "auto" | "light" | "dark";

export type Looks = Readonly<{
  theme: Theme;
  font: number; // times the usual size
  controls: boolean;
  autoplay: boolean;
  loop: boolean;
  editable: boolean;
  xapi: boolean; // statements for a learning record store are sent to the page around
}>;

export const USUAL: Looks = {
  theme: "auto",
  font: 1,
  controls: true,
  autoplay: false,
  loop: false,
  editable: false,
  xapi: false,
};

const FONTS = {least: 0.5, most: 4};

type Field<K extends keyof Looks> = Readonly<{
  read: (text: string) => Looks[K] | undefined; // undefined: not understood, so as usual
  write: (value: Looks[K]) => string;
}>;

const flag = {
  read: (text: string): boolean | undefined => {
    if (["1", "true", ""].includes(text)) return true;
    return ["0", "false"].includes(text) ? false : undefined;
  },
  write: (value: boolean): string => (value ? "1" : "0"),
};

export const LOOKS: {readonly [K in keyof Looks]: Field<K>} = {
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
};

export function readLooks(query: URLSearchParams): Looks {
  const looks: Record<string, unknown> = {...USUAL};
  for (const [name, field] of Object.entries(LOOKS)) {
    const text = query.get(name);
    const value = text === null ? undefined : field.read(text);
    if (value !== undefined) looks[name] = value;
  }
  return looks as Looks;
}

/** Only what is not as usual. */
export function writeLooks(looks: Looks): [string, string][] {
  const names = Object.keys(LOOKS) as (keyof Looks)[];
  return names.filter((name) => looks[name] !== USUAL[name]).map((name) => [name, written(name, looks)]);
}

function written<K extends keyof Looks>(name: K, looks: Looks): string {
  return LOOKS[name].write(looks[name]);
}
