import {expect, it} from "vitest";
import {openingFields, openingOf} from "../../src/page/learn/opening";

const NONE = {point: null, graph: null};

it("reads what stands open from a link, and nothing that cannot be", () => {
  expect(openingOf({picture: "field", point: 5, graph: "w[0]"})).toEqual({point: 5, graph: "w[0]"});
  for (const point of [-1, 1.5, "5", null, {}]) expect(openingOf({point, graph: 7})).toEqual(NONE);
});

it("keeps in the link what is still asked for", () => {
  expect(openingFields(NONE, {point: 0, graph: "w"})).toEqual({point: 0, graph: "w"});
  expect(openingFields({point: 2, graph: null}, {point: 0, graph: null})).toEqual({point: 2});
  expect(openingFields(NONE, NONE)).toEqual({});
});
