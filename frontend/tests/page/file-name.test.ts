import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {fileName, fileStem, slug} from "../../src/page/share/file-name";

type Case = readonly [source: string, output: string | null, stem: string];
const CASES = JSON.parse(readFileSync("../tests/file_names.json", "utf-8")) as readonly Case[];

describe("names of files", () => {
  it.each(CASES)("of %j with output %j is %s", (source, output, stem) => {
    expect(fileStem({source, output})).toBe(stem);
  });

  it("of a lesson begin with its id", () => {
    expect(fileStem({source: "f = x*y", output: null}, "two-paths")).toBe("two-paths-f-x-y");
  });

  it("of a name that the user gave are ASCII", () => {
    expect(slug("Mein Neuron, Übung 3!")).toBe("mein-neuron-ubung-3");
    expect(slug("σ")).toBeNull();
  });

  it("say which step a still shows, and what a second file of a format is", () => {
    const shared = {stem: "loss", still: 7};
    expect(fileName({format: "svg"}, shared)).toBe("loss-step-7.svg");
    expect(fileName({format: "svg", look: {animate: true}}, shared)).toBe("loss.svg");
    expect(fileName({format: "pdf", look: {step: "all"}}, shared)).toBe("loss.pdf");
    expect(fileName({format: "pptx", part: "pictures"}, shared)).toBe("loss-pictures.pptx");
  });
});
