export const placeholder = "player";
