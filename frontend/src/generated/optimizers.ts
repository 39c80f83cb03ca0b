// Written from the table of optimizers by `python3 dev.py types`: edit the table, not this file.
import {tr} from "../shared/i18n/tr";

/** `lr`: what the page begins with. `lectures`: as slides have it. */
export type OptimizerChoice = Readonly<{id: string; name: string; lr: number; lectures?: true}>;

export const OPTIMIZERS: readonly OptimizerChoice[] = [
  {id: "sgd", name: "SGD", lr: 0.05},
  {id: "momentum", name: "Momentum", lr: 0.05},
  {id: "nesterov", name: "Nesterov", lr: 0.05},
  {id: "adagrad", name: "Adagrad", lr: 0.5},
  {id: "rmsprop", name: "RMSProp", lr: 0.05},
  {id: "adam", name: "Adam", lr: 0.1},
  {id: "adamw", name: "AdamW", lr: 0.1},
  {id: "momentum-cs231n", name: tr("Momentum, v carries η"), lr: 0.05, lectures: true},
  {id: "nesterov-cs231n", name: tr("Nesterov, v carries η"), lr: 0.05, lectures: true},
  {id: "adagrad-cs231n", name: "Adagrad, ε 10⁻⁷", lr: 0.5, lectures: true},
  {id: "rmsprop-cs231n", name: "RMSProp, ε 10⁻⁷", lr: 0.05, lectures: true},
  {id: "adam-cs231n", name: tr("Adam, first form"), lr: 0.1, lectures: true},
];
