/** The page of a screen that follows: the presenter's picture at the presenter's step, light enough for a phone. */

import {type ChainRule, TAG} from "../player/element/element";
import {followLive, type Standing} from "../player/element/follow";
import {createQuestionMark} from "../player/element/question-mark";
import {byId, h, write} from "../shared/dom";
import {tr} from "../shared/i18n/tr";
import {LOCAL} from "../shared/live/channel";
import {createAnswerSheet} from "./answer-sheet";
import {createTakeOver} from "./take-over";

const code = (byId("follow").dataset.code ?? "").toUpperCase();
const server = new URL("..", location.href).href.replace(/\/$/, "");
const main = byId("follow");
const status = byId("standing");
const catchUp = byId<HTMLButtonElement>("catch-up");
const TALL = 0.6; // width / height: one number for all phones, so that caches answer them

const player = document.createElement(TAG) as ChainRule;
player.setAttribute("server", server);
player.toggleAttribute("controls", true);
main.append(player);
const shadow = player.shadowRoot as ShadowRoot;
const mark = createQuestionMark(shadow);

const following = followLive(player, {
  server,
  code,
  aspect: () => (window.innerHeight > window.innerWidth ? TALL : null),
  onChange: show,
});
const sheet = createAnswerSheet({
  host: byId("sheet"),
  server,
  code,
  trace: () => player.trace,
  onTap(tell) {
    player.addEventListener("click", (event) => {
      const boxes = event.composedPath().filter((each): each is Element => each instanceof Element);
      const id = boxes.find((each) => each.matches("g.node"))?.getAttribute("data-id");
      if (id) tell(id);
    });
  },
});
createTakeOver(byId("take-over"), server, code);

function show(standing: Standing): void {
  const {following: isFollowing, connected, ended, state, problem} = standing;
  write(status, sentence(standing));
  document.body.dataset.standing = ended ? "ended" : !connected ? "lost" : isFollowing ? "following" : "own";
  catchUp.hidden = isFollowing || ended || state === null;
  const prediction = ended ? null : (state?.prediction ?? null);
  const isAsked = prediction !== null && prediction.phase === "open";
  // A follower does not look ahead while the hall is asked; one who has left may.
  player.toggleAttribute("controls", !(isAsked && isFollowing));
  player.toggleAttribute("editable", !isFollowing && !ended);
  const place = isAsked && isFollowing ? (prediction.edge ?? prediction.node) : null;
  mark.show(place, prediction?.kind === "value" ? "value" : "gradient");
  sheet.show(prediction);
  byId("take-over").hidden = ended || code === LOCAL;
  const waits = byId("waiting");
  waits.hidden = player.trace !== null || ended;
  write(waits, problem ?? tr("The lecture has not begun yet."));
}

function sentence({following: isFollowing, connected, ended, state}: Standing): string {
  if (ended) return state === null ? tr`There is no session ${code}` : tr("The session has ended");
  if (!connected && code !== LOCAL) return tr("Connecting…");
  if (state === null) return tr("Waiting for the presenter");
  return isFollowing ? tr("Following") : tr`On your own · the lecture is at step ${state.step}`;
}

player.addEventListener("ready", () => {
  byId("waiting").hidden = true;
});
catchUp.addEventListener("click", () => following.catchUp());
show(following.standing);
if (code === "") main.replaceChildren(h("p", {role: "alert"}, tr("This address has no code.")));
