/** The shape that a person typed: `1×3×224×224`, `1, 3, 224, 224`, `(2 3)`; nothing is the shape of one number. */

const MOST_AXES = 8;

export function parseShape(text: string): readonly number[] | null {
  const bare = text.trim().replace(/^[([]|[)\]]$/g, "");
  if (bare.trim() === "") return [];
  const sizes = bare
    .split(/[×x*,;\s]+/)
    .filter((word) => word !== "")
    .map((word) => (/^\d{1,12}$/.test(word) ? Number(word) : Number.NaN));
  return sizes.length <= MOST_AXES && sizes.every((size) => size >= 1) ? sizes : null;
}
