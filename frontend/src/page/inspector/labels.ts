/** The words beside a number of the panel. */

import {nameElement} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";

/** "to w0" with its subscript; "to the × gate" for what has no name. */
export function operandLabel(of: string): (Node | string)[] {
  return [tr("to "), of.includes(" ") ? of : nameElement(of)];
}
