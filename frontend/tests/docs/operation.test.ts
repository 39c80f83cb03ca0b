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
