/** Address of a small picture of a graph, at its last step. */

import type {Example} from "../../shared/contract";

/** Width over height. */
const ASPECT = 1.8;

export function thumbnailAddress({
  source,
  values,
  upstream,
  view,
}: Pick<Example, "source" | "values" | "upstream" | "view">): string {
  const {theme} = document.documentElement.dataset;
  const dark = theme === "dark" || (theme === undefined && window.matchMedia("(prefers-color-scheme: dark)").matches);
  const params = new URLSearchParams({
    source,
    values: JSON.stringify(values),
    view,
    step: "last",
    aspect: String(ASPECT),
  });
  for (const [name, text] of [
    ["defaults", "true"],
    ["transparent", "true"],
    ["fonts", "false"],
    ["theme", dark ? "dark" : "light"],
  ] as const)
    params.set(name, text);
  if (upstream != null) params.set("upstream", JSON.stringify(upstream));
  return `api/v1/render.svg?${params}`;
}
