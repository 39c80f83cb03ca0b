/** Beginning of a session: the one that this window drove goes on, or a new one is opened. */

import type {Problem} from "../request";
import {LOCAL} from "./channel";
import {type Keys, lastState, openSession} from "./drive";
import {recallKeys, rememberKeys} from "./keys";
import {type LiveState, readState} from "./state";

type Begun = Readonly<{keys: Keys; version: number; state: LiveState | null}> | Readonly<{problem: Problem}>;

export async function beginSession(server: string): Promise<Begun> {
  const kept = recallKeys();
  if (kept !== null) {
    const last = await lastState(server, kept.code);
    if (last.ok) return {keys: kept, version: last.value.version, state: readState(last.value.state)};
    rememberKeys(null);
  }
  const opened = await openSession(server);
  if (opened.ok) {
    rememberKeys(opened.value);
    return {keys: opened.value, version: 0, state: null};
  }
  // Without a server the other windows of this machine can follow all the same.
  if (opened.problem.code === "http-0") return {keys: {code: LOCAL, key: ""}, version: Date.now(), state: null};
  return {problem: opened.problem};
}
