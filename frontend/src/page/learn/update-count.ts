/** So many updates in words. */

import {tr} from "../../shared/i18n/tr";

export const updateCount = (count: number): string =>
  count === 1 ? tr("1 update") : tr`${count.toLocaleString("en")} updates`;
