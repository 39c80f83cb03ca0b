export const TEXT: string;
export const MATH: string;
export const PICTURE: Readonly<Record<"numbers" | "labels" | "math", string>>;
export const BASIC: string;
