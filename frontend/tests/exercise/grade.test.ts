// @vitest-environment happy-dom
/** What an offline exercise says of answers: the rule of the engine, follow-through and known mistakes. */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, describe, expect, it, vi} from "vitest";
import type {Blank, Entry, Rule, Variant} from "../../src/exercise/content";
import {grade} from "../../src/exercise/grade";
import {Visit, variantOf} from "../../src/exercise/scorm";
import {readAnswer, readings, same, whyUnreadable} from "../../src/shared/typed-number";

const FILE = join(import.meta.dirname, "../../../tests/typed_numbers.json");
const TYPED = JSON.parse(readFileSync(FILE, "utf-8")) as [string, number[], number[]][];
const TWO: Rule = {digits: 2, significant: null, sentence: ""};
const entry = (kind: Entry["kind"], more: Partial<Entry> = {}): Entry => ({
  kind,
  constant: 0,
  op: "",
  arguments: [],
  slot: 0,
  of: [],
  blocks_infinite: false,
  ...more,
});
const blank = (id: string, at: number, answer: number, more: Partial<Blank> = {}): Blank => ({
  id,
  label: id,
  entry: at,
  place: null,
  answer: String(answer),
  intervals: [[answer, 0.005]],
  texts: [],
  choices: [],
  wrong: [],
  ...more,
});

/** f = (x*y)*z at 2, 3, -4: the gradients of x*y, of x and of y. */
const VARIANT = {
  rule: TWO,
  entries: [
    entry("constant", {constant: 2}),
    entry("constant", {constant: 3}),
    entry("constant", {constant: -4}),
    entry("gate", {op: "mul", arguments: [0, 1].map((at) => ({entry: at, constant: 0}))}), // 6
    entry("constant", {constant: 1}),
    entry("product", {of: [4, 2]}), // -4
    entry("slope", {op: "mul", arguments: [0, 1].map((at) => ({entry: at, constant: 0})), slot: 0, of: [3]}), // 3
    entry("product", {of: [5, 6]}), // -12
  ],
  blanks: [
    blank("b1", 5, -4, {wrong: [{code: "sign-lost", sentence: "The sign.", interval: [4, 0.005]}]}),
    blank("b2", 7, -12),
    blank("b3", 0, 0, {entry: null, intervals: [], texts: ["3x2", "3 x 2"]}),
  ],
} as unknown as Variant;

const marks = (answers: Record<string, string>) => grade(VARIANT, new Map(Object.entries(answers)));

describe("answers", () => {
  afterEach(() => vi.unstubAllGlobals());

  // The same cases as in the engine's tests.
  it.each(TYPED)("%j can be %j, in German %j", (text, english, german) => {
    for (const [language, numbers] of Object.entries({en: english, de: german})) {
      vi.stubGlobal("chainruleCatalogue", {language, sentences: {}});
      expect(readings(text)).toEqual(numbers);
      expect(readAnswer(text)).toBe(numbers.length === 1 ? numbers[0] : null);
      expect(whyUnreadable(text).includes("two ways")).toBe(numbers.length === 2);
    }
  });

  it.each([
    [TWO, 0.13, 0.125, true],
    [TWO, 0.12, 0.125, true],
    [TWO, 0.1196, 0.125, false],
    [TWO, 3.45679e12, 3456789012345.67, true],
    [TWO, 3.4568e12, 3456789012345.67, false],
    [TWO, 999999.99, 1000000.4, true],
    [TWO, 123456.7, 123456.78, false],
    // Many decimals of a large number: two billion units.
    [{...TWO, digits: 5}, -23825.987004617265, -23825.986996065883, true],
    [{...TWO, digits: 6}, 686190.7658914209, 686190.7658907773, true],
    [{...TWO, digits: 5}, -865351.0541300989, -865351.0541381632, false],
    [{...TWO, digits: null, significant: 2}, 0.0123, 0.01228, true],
    [{...TWO, digits: null, significant: 2}, 0.0129, 0.0122, false],
    [{...TWO, digits: null, significant: 2}, 1.04, 0.999, true],
  ])("%j: %d for %d is right: %s", (rule, answer, exact, right) => {
    expect(same(rule, answer, exact)).toBe(right);
  });
});

describe("grade", () => {
  it("counts one slip once and names it", () => {
    const [first, second] = marks({b1: "4", b2: "12"});
    expect(first).toMatchObject({right: false, mistake: "sign-lost", sentence: "The sign."});
    expect(second).toMatchObject({right: true, follows: true});
  });

  it("calls no slip what follows from right numbers that were rounded", () => {
    const rounded = {
      ...VARIANT,
      entries: VARIANT.entries.map((each, at) => (at === 2 ? entry("constant", {constant: -4.004}) : each)),
      blanks: [blank("b1", 5, -4), blank("b2", 7, -12.01)],
    };
    const found = grade(rounded, new Map(Object.entries({b1: "-4", b2: "-12"})));
    expect(found[1]).toMatchObject({right: true, follows: false});
    expect(found[1]?.sentence).not.toContain("slip");
  });

  it("takes the true number, too, after a slip", () => {
    expect(marks({b1: "4", b2: "-12"})[1]).toMatchObject({right: true, follows: false});
  });

  it("leaves open what is missing or cannot be read", () => {
    expect(marks({b1: "four"}).map(({right, mistake}) => [right, mistake])).toEqual([
      [null, "unreadable"],
      [null, null],
      [null, null],
    ]);
  });

  it("takes a shape in any way to write it", () => {
    expect(marks({b3: "3 X  2"})[2]?.right).toBe(true);
    expect(marks({b3: "2x3"})[2]?.mistake).toBe("wrong-shape");
  });
});

it("a learner has the same variant for ever, and learners have all of them", () => {
  expect(variantOf("s-17", 5)).toBe(variantOf("s-17", 5));
  expect(new Set(Array.from({length: 60}, (_, at) => variantOf(`s-${at}`, 5))).size).toBe(5);
});

it("a visit without a learning system keeps quiet", () => {
  const visit = new Visit();
  visit.report(1, 2, new Map());
  visit.finish();
  expect([visit.reports, visit.learner, visit.answers.size]).toEqual([false, "", 0]);
});
