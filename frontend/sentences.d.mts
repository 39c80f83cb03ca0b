interface Bare {
  text: string;
  line: number;
  start: number;
  end: number;
  tagged: boolean;
}
export function sourceFiles(): string[];
export function scan(path: string, source?: string): {keys: string[]; bare: Bare[]};
export function german(): Record<string, string>;
