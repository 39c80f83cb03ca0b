/** A session that players of a page drive: a deck, or any page with the element in it. */

import type {Trace} from "../../shared/contract";
import {tr} from "../../shared/i18n/tr";
import {isValue} from "../../shared/link";
import {beginSession} from "../../shared/live/begin";
import {LOCAL} from "../../shared/live/channel";
import {createDriver} from "../../shared/live/drive";
import {rememberKeys} from "../../shared/live/keys";
import {isNotation} from "../../shared/notation";
import {type TraceRequest, type Values, VIEWS} from "../../shared/request";
import {idsIn} from "../model/collapse";

/** The part of the element that driving needs. */
interface Leading extends HTMLElement {
  readonly trace: Trace | null;
  readonly values: Readonly<Record<string, number>>;
  readonly step: number;
}

export interface Lead {
  readonly code: string;
  /** Address that phones open; null where the windows of this machine alone can follow. */
  readonly address: string | null;
  /** Hands the picture of this player to all who follow. */
  show(player: Leading): void;
  end(): Promise<void>;
}

/** @param onOver why this page drives no more. Rejects with what the service says where it opens no session. */
export async function openLead(server: string, onOver: (sentence: string) => void): Promise<Lead> {
  const session = await beginSession(server);
  if ("problem" in session) throw new Error([session.problem.detail, session.problem.hint].filter(Boolean).join(" "));
  const {keys, version} = session;
  const driver = createDriver(server, keys, version, {
    onLost(reason) {
      rememberKeys(null);
      onOver(reason === "taken" ? tr("Another screen presents now.") : tr("The session has ended."));
    },
    onConnection: () => undefined,
  });
  let sentText = "";
  return {
    code: keys.code,
    address: keys.code === LOCAL ? null : `${server}/live/${keys.code}`,
    show(player) {
      const request = requestOf(player);
      if (request === null) return;
      const word = player.getAttribute("notation") ?? "";
      const notation = isNotation(word) ? word : "partial";
      const state = {request, step: player.step, notation, prediction: null};
      const text = JSON.stringify(state);
      if (text !== sentText) driver.send(state, player.trace);
      sentText = text;
    },
    async end() {
      rememberKeys(null);
      await driver.end();
      onOver(tr("The session has ended."));
    },
  };
}

/** The request that a player's picture answers, with the numbers as its sliders stand. */
function requestOf(player: Leading): TraceRequest | null {
  const {trace} = player;
  if (trace === null) return null;
  return {
    source: trace.source,
    values: {...inFull(trace.values), ...player.values},
    view: VIEWS.find((view) => view === trace.view) ?? "gates",
    open: [...idsIn(player.getAttribute("open"))],
    closed: [...idsIn(player.getAttribute("closed"))],
    output: player.getAttribute("output"),
    upstream: upstreamOf(player.getAttribute("upstream")),
    mode: trace.mode,
    direction: trace.direction === null ? null : inFull(trace.direction),
    graph: trace.graph,
  };
}

/** Return the values without the arrays of which only a part was sent. */
const inFull = (numbers: Trace["values"]): Values =>
  Object.fromEntries(Object.entries(numbers).filter(([, value]) => isValue(value))) as Values;

function upstreamOf(text: string | null): TraceRequest["upstream"] {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return isValue(value) ? value : null;
  } catch {
    return null;
  }
}
