import {expect, test} from "vitest";
import {createRecorder} from "../../src/embed/xapi";

const at = () => new Date("2026-01-02T03:04:05Z");
const step = (now: number, last = 4) => ({type: "stepchange", step: now, last, text: ""}) as const;

test("a visit is initialized once, progresses, and is completed once at the last step", () => {
  const record = createRecorder("https://host/embed?source=x*y", "Computational graph of x*y", at);
  const ready = {type: "ready", step: 0, last: 4, title: ""} as const;
  const verbs = [ready, step(1), step(4), step(3), step(4), ready].map((news) =>
    record(news)?.verb.id.replace("http://adlnet.gov/expapi/verbs/", ""),
  );
  expect(verbs).toEqual(["initialized", "progressed", "completed", "progressed", "progressed", undefined]);
});

test("a statement has what xAPI asks for, but for the actor", () => {
  const record = createRecorder("https://host/embed?source=x*y", "Computational graph of x*y", at);
  expect(record(step(1))).toEqual({
    verb: {id: "http://adlnet.gov/expapi/verbs/progressed", display: {"en-US": "progressed"}},
    object: {
      objectType: "Activity",
      id: "https://host/embed?source=x*y",
      definition: {
        type: "http://adlnet.gov/expapi/activities/simulation",
        name: {"en-US": "Computational graph of x*y"},
      },
    },
    result: {extensions: {"https://w3id.org/xapi/cmi5/result/extensions/progress": 25}},
    timestamp: "2026-01-02T03:04:05.000Z",
  });
  expect(record({type: "values", values: {x: 3}})?.result?.extensions).toEqual({
    "http://adlnet.gov/expapi/activities/simulation/values": {x: 3},
  });
  expect(record({type: "height", height: 300})).toBeNull();
});
