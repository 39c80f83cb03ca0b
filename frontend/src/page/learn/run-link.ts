/** The fields of a run in the address. */

import type {RunFields} from "../../shared/api";
import type {Link} from "../../shared/link";
import {shortFields} from "../../shared/run-fields";
import type {Opening} from "./opening";

/** `at`: the update, and the step within it; `picture`: the chosen one; `within`: what stands open in it. */
export function runLink(
  fields: RunFields,
  {t, step}: Readonly<{t: number; step: number | null}>,
  picture: string | null,
  within: Partial<Opening>,
): Partial<Link> {
  const train = {...shortFields(fields), ...(picture === null ? {} : {picture}), ...within};
  return {train, t, ...(step === null ? {} : {step})};
}
