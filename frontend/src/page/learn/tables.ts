/** Table of optimizers from the server, asked for once. */

import {fetchOptimizers} from "../../shared/api";
import {memoizeSuccess} from "../../shared/memoize";

export const optimizers = memoizeSuccess(
  async () => {
    const answer = await fetchOptimizers();
    return answer.ok ? answer.value.optimizers : [];
  },
  (rows) => rows.length > 0,
);
