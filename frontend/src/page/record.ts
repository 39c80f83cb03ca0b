/** Record of the state: the address bar, the browser's history and the drafts. */

import type {Link} from "../shared/link";
import {writeLink} from "../shared/link";
import {sameGraph, type TraceRequest} from "../shared/request";
import {createAddress, linkOf} from "./address";
import {createDraftStore, dismiss, isDismissed, readDrafts} from "./editor/drafts";
import type {Action, State} from "./state";
import type {Teaching} from "./teaching";
import type {Tools} from "./tools";

type RecordOptions = Readonly<{
  link: Link; // what the address asked for
  firstRequest: TraceRequest;
  state: () => State;
  teaching: Pick<Teaching, "address">;
  tools: () => Tools | null;
}>;

/** The draft that holds this very graph goes on under its own name. */
export function draftFor(request: TraceRequest): string | undefined {
  return readDrafts().find((draft) => draft.own && sameGraph(draft.request, request))?.id;
}

export function createRecord({link, firstRequest, state, teaching, tools}: RecordOptions) {
  const address = createAddress();
  const drafts = createDraftStore();

  /** Return the run that the address asked for: it stays there until that part of the page is loaded. */
  function runAskedFor(): Partial<Link> | null {
    const {train, t} = link;
    return state().origin === firstRequest && (train !== null || t !== null) ? {train, t} : null;
  }

  /** The landing page keeps its plain address until something on it is changed. */
  function addressNow(): string {
    const guided = teaching.address();
    if (guided !== null) return guided;
    const {request, player, health, panel} = state();
    const learn = tools()?.learn;
    const run = learn === undefined ? runAskedFor() : learn.link();
    const untouched =
      request === firstRequest && link.source === null && player.step === 0 && !health && panel === null;
    return untouched && run === null ? "" : writeLink({...linkOf(state()), ...run});
  }

  return {
    address,
    addressNow,
    readDrafts() {
      drafts.flush();
      return readDrafts();
    },

    /** Another formula or view, and what Reset undid, are entries of their own: the browser's Back comes home to them. */
    writeAddress(action: Action, before: State): void {
      const now = state();
      const enters = action.type === "reset" || (action.type === "edit" && now.draft.id !== before.draft.id);
      const views =
        (action.type === "view" || action.type === "ways" || action.type === "shapes") &&
        now.request !== before.request;
      if (!enters && !views) {
        address.follow(addressNow());
        return;
      }
      address.flush();
      address.enter(addressNow());
    },

    /**
     * Keeps what was changed in the browser; what was only looked at once it has moved on from where it was opened. Of
     * a formula that trains the values that the run began with are kept, as the address has them.
     */
    saveDraft(before: State): void {
      const {request, player, draft, traceRequest, requestedStep} = state();
      if (draft.id !== before.draft.id && before.draft.own) drafts.close(before.draft.id);
      const worked = traceRequest?.source === request.source;
      const isAnswered = worked && before.traceRequest?.source !== request.source;
      if (request === before.request && player.step === before.player.step && !isAnswered) return;
      if (!draft.own && player.step === 0) return;
      drafts.save({
        ...draft,
        at: Date.now(),
        request: tools()?.learn.beginningOf(request) ?? request,
        step: requestedStep ?? player.step,
        works: worked,
      });
    },

    /** The newest draft, unless the page opened that very graph or its offer was declined; `decline` does so. */
    offer() {
      const draft = readDrafts().find(({own}) => own);
      if (draft === undefined || sameGraph(draft.request, state().request) || isDismissed(draft.id)) return null;
      return {draft, decline: () => dismiss(draft.id)};
    },
  };
}
