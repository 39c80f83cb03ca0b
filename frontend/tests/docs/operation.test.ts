import {expect, test} from "vitest";
import {addressOf, curlOf, type Operation} from "../../src/docs/operation";

const BASE = "https://uni.example/~prof/calc/docs";
const render: Operation = {
  id: "render",
  method: "POST",
  path: "/api/v1/render.{format}",
  parameters: [{name: "format", sample: "svg"}],
  body: {source: "x"},
};

test("places of the path are filled in, what is empty is left out, and the address stays below its path", () => {
  const filled = {parameters: {format: "svg", source: "x*y & z", step: ""}, body: null};
  expect(addressOf(render, filled, BASE)).toBe("https://uni.example/~prof/calc/api/v1/render.svg?source=x*y+%26+z");
});

test("a quote in the body ends no word of the shell", () => {
  const filled = {parameters: {format: "svg"}, body: '{\n  "source": "f\'(x)"\n}'};
  expect(curlOf(render, filled, BASE)).toBe(
    `curl 'https://uni.example/~prof/calc/api/v1/render.svg' -H 'Content-Type: application/json' -d '{ "source": "f'\\''(x)" }'`,
  );
});

test("a method without a body is named, but for GET", () => {
  const path = "/api/v1/live/{code}";
  const parameters = [{name: "code", sample: "K7QF"}];
  const filled = {parameters: {code: "K7QF"}, body: null};
  const session: Operation = {id: "live_end", method: "DELETE", path, parameters, body: null};
  expect(curlOf(session, filled, BASE)).toBe("curl -X DELETE 'https://uni.example/~prof/calc/api/v1/live/K7QF'");
  expect(curlOf({...session, method: "GET"}, filled, BASE)).toBe(
    "curl 'https://uni.example/~prof/calc/api/v1/live/K7QF'",
  );
});
