/** What the panel of training stands at, read off its controls, and the settings that a scene gives them. */

export type Training = Readonly<{
  lr: number | null;
  optimizer: string | null;
  schedule: string | null;
  update: number | null; // null while the panel is closed
}>;

const control = (label: string): HTMLInputElement | HTMLSelectElement | null =>
  document.querySelector<HTMLInputElement | HTMLSelectElement>(`#learn [aria-label="${label}"]`);

const isOpen = (): boolean => document.body.hasAttribute("data-learn");

export function readTraining(): Training {
  if (!isOpen()) return {lr: null, optimizer: null, schedule: null, update: null};
  const number = (label: string): number | null => {
    const text = control(label)?.value ?? "";
    return text === "" || !Number.isFinite(Number(text)) ? null : Number(text);
  };
  return {
    lr: number("Learning rate"),
    optimizer: control("Optimizer")?.value ?? null,
    schedule: control("Schedule of the learning rate")?.value ?? null,
    update: number("Update"),
  };
}

/** Puts a scene's `train` into the controls, as a hand would. */
export function applyTraining(train: Readonly<Record<string, unknown>>): void {
  const settings = (train.settings ?? {}) as Readonly<Record<string, unknown>>;
  const wanted: readonly (readonly [string, unknown])[] = [
    ["Optimizer", train.optimizer],
    ["Learning rate", settings.lr],
    ["Updates", train.iterations],
    [
      "Schedule of the learning rate",
      typeof train.schedule === "object" ? (train.schedule as {kind?: unknown} | null)?.kind : train.schedule,
    ],
  ];
  for (const [label, value] of wanted) {
    const field = control(label);
    if (field === null || (typeof value !== "string" && typeof value !== "number")) continue;
    field.value = String(value);
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, {bubbles: true}));
  }
}
