/** State of the panel of training, read off its controls. */

import {tr} from "../../shared/i18n/tr";

export type Training = Readonly<{
  lr: number | null;
  optimizer: string | null;
  schedule: string | null;
  update: number | null; // null while the panel is closed
}>;

const control = (label: string): HTMLInputElement | HTMLSelectElement | null =>
  document.querySelector<HTMLInputElement | HTMLSelectElement>(`#learn [aria-label="${label}"]`);

const isOpen = (): boolean => document.body.hasAttribute("data-learn");

/** Return the settings of the panel; null for each while it is closed. */
export function readTraining(): Training {
  if (!isOpen()) return {lr: null, optimizer: null, schedule: null, update: null};
  const number = (label: string): number | null => {
    const text = control(label)?.value ?? "";
    return text === "" || !Number.isFinite(Number(text)) ? null : Number(text);
  };
  return {
    lr: number(tr("Learning rate")),
    optimizer: control(tr("Optimizer"))?.value ?? null,
    schedule: control(tr("Schedule of the learning rate"))?.value ?? null,
    update: number(tr("Update")),
  };
}
