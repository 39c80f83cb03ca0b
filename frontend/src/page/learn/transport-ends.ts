/** The buttons at the ends of a pass, where a run goes on beyond them. */

import {byId} from "../../shared/dom";

export function openEnds(leads: (by: 1 | -1) => boolean): void {
  const transport = byId("transport");
  for (const [name, by] of [
    ["next", 1],
    ["back", -1],
  ] as const)
    if (leads(by)) transport.querySelector(`.cr-button.${name}`)?.setAttribute("aria-disabled", "false");
}
