// @vitest-environment happy-dom
import {describe, expect, it} from "vitest";
import {reduce} from "../../src/page/reduce";
import {createRound} from "../../src/page/round";
import {atRound} from "../../src/shared/request";
import {neuron} from "../player/fixtures/index";
import {QUESTION, stateOf} from "./samples";

const loop = {round: 3, rounds: 200, place: null};

function control() {
  const asked: number[] = [];
  const host = document.createElement("div");
  const round = createRound(host, (number) => asked.push(number));
  const [back, next] = host.querySelectorAll("button");
  const field = host.querySelector("input") as HTMLInputElement;
  return {asked, host, round, back: back as HTMLElement, next: next as HTMLElement, field};
}

describe("the round of a loop", () => {
  it("stands there only where a loop is drawn for one round", () => {
    const {host, round} = control();
    const group = host.firstElementChild as HTMLElement;
    round.show({trace: neuron, request: QUESTION});
    expect(group.hidden).toBe(true);
    round.show({trace: {...neuron, loop}, request: atRound(QUESTION, 3)});
    expect(group.hidden).toBe(false);
    expect(group.textContent).toContain("of 200");
  });
  it("goes on by one, and no further than the last", () => {
    const {asked, round, next, back, field} = control();
    round.show({trace: {...neuron, loop}, request: atRound(QUESTION, 3)});
    next.click();
    back.click();
    field.value = "900";
    field.dispatchEvent(new Event("change"));
    expect(asked).toEqual([4, 2, 200]);
  });
  it("is part of the question, and one undo leads back", () => {
    const before = stateOf({trace: {...neuron, loop}});
    const after = reduce(before, {type: "round", round: 3});
    expect(after.request.round).toBe(3);
    expect(reduce(after, {type: "undo"}).request).toEqual(QUESTION);
    expect(reduce(after, {type: "round", round: 1}).request).toEqual(QUESTION);
  });
  it("is forgotten when the answer has no such loop", () => {
    const request = atRound(QUESTION, 3);
    const state = reduce(stateOf({request}), {type: "answer", request, trace: neuron});
    expect(state.request.round).toBeUndefined();
  });
});
