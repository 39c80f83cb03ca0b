/** Beginning of a session: the one that this window drove goes on, or a new one is opened. */

import type {Problem} from "../request";
import {LOCAL} from "./channel";
import {type Keys, lastState, openSession} from "./drive";
import {recallKeys, rememberKeys} from "./keys";
import {type LiveState, readState} from "./state";

type SessionStart = Readonly<{keys: Keys; version: number; state: LiveState | null}> | Readonly<{problem: Problem}>;

/** Return the session of this window with its last state, or a new one, or what is in the way of one. */
export async function beginSession(server: string): Promise<SessionStart> {
  const storedKeys = recallKeys();
  if (storedKeys !== null) {
    const last = await lastState(server, storedKeys.code);
    if (last.ok) return {keys: storedKeys, version: last.value.version, state: readState(last.value.state)};
    rememberKeys(null);
  }
  const session = await openSession(server);
  if (session.ok) {
    rememberKeys(session.value);
    return {keys: session.value, version: 0, state: null};
  }
  // Without a server the other windows of this machine can follow all the same.
  if (session.problem.code === "http-0") return {keys: {code: LOCAL, key: ""}, version: Date.now(), state: null};
  return {problem: session.problem};
}
