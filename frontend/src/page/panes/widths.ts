/** The widths of the side panels, as the browser keeps them. Pure. */

import {tr} from "../../shared/i18n/tr";

export type Side = "left" | "right";

/** `width` in px; null: the usual one of this window. */
export type Pane = Readonly<{open: boolean; width: number | null}>;

type PaneRow = Readonly<{key: string; label: string; usual: number; least: number; most: number}>;

export const PANES: Readonly<Record<Side, PaneRow>> = {
  left: {key: "chainrule.left", label: tr("Formula and values"), usual: 330, least: 220, most: 720},
  right: {key: "chainrule.right", label: tr("The step in words"), usual: 340, least: 260, most: 640},
};

/** The width, with a dash before it while the panel is closed. */
export const textOf = ({open, width}: Pane): string => `${open ? "" : "-"}${width ?? ""}`;

/** The panel as it was kept; the usual one where that cannot be read. */
export function widened(side: Side, storedText: string | null): Pane {
  const {least, most} = PANES[side];
  const text = storedText ?? "";
  const px = Number(text.replace(/^-/, ""));
  return {open: !text.startsWith("-"), width: px >= least && px <= most ? px : null};
}
