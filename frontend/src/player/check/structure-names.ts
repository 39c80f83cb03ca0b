/** The kinds of matrix that the engine tells apart, in the user's language. */

import {tr} from "../../shared/i18n/tr";

export const STRUCTURES: Readonly<Record<string, string>> = {
  zero: tr("zero: no entry moves any other"),
  identity: tr("the identity"),
  diagonal: tr("diagonal"),
  permutation: tr("a permutation: one 1 in each row and column"),
  block: tr("made of blocks"),
  dense: tr("dense"),
};
