/** Lessons, predictions and exercises before that part of the page has arrived. An address that names one fetches it. */

import type {Later} from "./later";
import {isTaught} from "./predict/exercise";
import type {Teaching} from "./teaching";

export function createTaught(later: Later<Teaching>): Teaching {
  let opening = false; // an address is to be opened when the part is there: until then it stays as it is
  return {
    trace: (request, aspect) => later.part()?.trace(request, aspect) ?? null,
    show: (state) => later.part()?.show(state),
    takes: (command) => later.part()?.takes(command) ?? false,
    picks: (id) => later.part()?.picks(id) ?? false,
    toggle: (ask) => later.use((teaching) => teaching.toggle(ask)),
    address: () => (opening ? location.hash : (later.part()?.address() ?? null)),
    opens(hash) {
      const teaching = later.part();
      if (teaching !== null) return teaching.opens(hash);
      if (!isTaught(hash)) return false;
      opening = true;
      later.use((loaded) => {
        opening = false;
        if (hash === location.hash) loaded.opens(hash);
      });
      return true;
    },
    close: () => later.part()?.close(),
  };
}
