/**
 * Reader of what a person may write where a number is asked for: `1/2`, `sqrt(2)`, `pi`, `2e-1`, a decimal comma, a
 * real minus sign. A small parser of our own (operator precedence on two stacks, so without recursion); nothing is
 * evaluated as a program. Pure.
 */

import {tr} from "../../shared/i18n/tr";

/** The number, or why the text is none, as the end of a sentence: "`x` is no number that is known here". */
type Reading = Readonly<{value: number} | {reason: string}>;

const MAX_LENGTH = 200;

const CONSTANTS: Readonly<Record<string, number>> = {pi: Math.PI, π: Math.PI, e: Math.E};

const FUNCTIONS: Readonly<Record<string, (x: number) => number>> = {
  sqrt: Math.sqrt,
  "√": Math.sqrt,
  cbrt: Math.cbrt,
  exp: Math.exp,
  log: Math.log,
  ln: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  tanh: Math.tanh,
  abs: Math.abs,
};

type Operator = Readonly<{precedence: number; right?: boolean; apply: (a: number, b: number) => number}>;

const OPERATORS: Readonly<Record<string, Operator>> = {
  "+": {precedence: 1, apply: (a, b) => a + b},
  "-": {precedence: 1, apply: (a, b) => a - b},
  "*": {precedence: 2, apply: (a, b) => a * b},
  "/": {precedence: 2, apply: (a, b) => a / b},
  "^": {precedence: 4, right: true, apply: (a, b) => a ** b},
};
const SIGN_PRECEDENCE = 3; // -2^2 is -4, 2^-1 is 0.5

/** The signs of slides and of other keyboards as the ones above. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\*\*/g, "^"],
  [/[\u2212\u2012\u2013]/g, "-"],
  [/[×·⋅∗]/g, "*"],
  [/[÷∕⁄:]/g, "/"],
];

const NUMBER = /^(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?/i;
const NAME = /^(?:[√π]|[a-z][a-z0-9]*)/i;
/** "1,000" may be a thousand or one. "0,125" can only be an eighth. */
const AMBIGUOUS = /^[1-9]\d{0,2},\d{3}$/;

type Token = Readonly<{kind: "number"; text: string; value: number}> | Readonly<{kind: "name" | "sign"; text: string}>;

/** Reads a whole text as one number; a part of it is never taken for the whole. */
export function readNumber(text: string): Reading {
  const plain = SPELLINGS.reduce((all, [sign, as]) => all.replace(sign, as), text.normalize("NFKC")).trim();
  if (plain === "") return {reason: tr("there is no number")};
  if (plain.length > MAX_LENGTH) return {reason: tr`it is longer than ${MAX_LENGTH} characters`};
  const tokens = tokensOf(plain);
  if ("reason" in tokens) return tokens;
  const reading = compute(tokens);
  if ("reason" in reading || Number.isFinite(reading.value)) return reading;
  return {reason: tr("the result is no finite number")};
}

function tokensOf(plain: string): readonly Token[] | Readonly<{reason: string}> {
  const tokens: Token[] = [];
  for (let rest = plain; rest !== ""; rest = rest.trimStart()) {
    const number = NUMBER.exec(rest)?.[0];
    const name = number === undefined ? NAME.exec(rest)?.[0] : undefined;
    if (number !== undefined) {
      if (AMBIGUOUS.test(number))
        return {reason: tr`\`${number}\` may be ${ambiguous(number)}: write it without the comma`};
      tokens.push({kind: "number", text: number, value: Number(number.replace(",", "."))});
    } else if (name !== undefined) tokens.push({kind: "name", text: name.toLowerCase()});
    else if (/^[-+*/^()]/.test(rest)) tokens.push({kind: "sign", text: rest[0] as string});
    else return {reason: tr`\`${String.fromCodePoint(rest.codePointAt(0) as number)}\` cannot be read here`};
    rest = rest.slice((number ?? name ?? " ").length);
  }
  return tokens;
}

const ambiguous = (number: string): string => tr`${number.replace(",", "")} or ${number.replace(",", ".")}`;

/** Operation that waits for its right side: an operator, a sign before a value, a function, an open bracket. */
type Waiting = Readonly<{text: string; precedence: number; run: (stack: number[]) => void}>;

/** Shunting-yard: values on one stack, what waits for a value on the other. */
function compute(tokens: readonly Token[]): Reading {
  const values: number[] = [];
  const waiting: Waiting[] = [];
  let expectsValue = true;
  const reduceWaiting = (precedence: number): void => {
    for (let top = waiting.at(-1); top !== undefined && top.precedence >= precedence; top = waiting.at(-1)) {
      waiting.pop();
      top.run(values);
    }
  };
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1]?.text ?? "";
    if (token.kind !== "sign" || token.text === "(") {
      if (!expectsValue) return {reason: tr`an operator is missing between \`${before}\` and \`${token.text}\``};
      const problem = operand(token, tokens[index + 1], values, waiting);
      if (problem !== null) return {reason: problem};
      expectsValue = token.text === "(" || (token.kind === "name" && Object.hasOwn(FUNCTIONS, token.text));
    } else if (token.text === ")") {
      if (expectsValue) return {reason: tr(`something is missing before \`)\``)};
      reduceWaiting(0);
      if (waiting.pop()?.text !== "(") return {reason: tr("a bracket is closed that was not opened")};
      reduceWaiting(Number.POSITIVE_INFINITY); // the function before the bracket
    } else if (expectsValue) {
      if (token.text !== "-" && token.text !== "+") return {reason: tr`something is missing before \`${token.text}\``};
      const negative = token.text === "-";
      waiting.push({
        text: token.text,
        precedence: SIGN_PRECEDENCE,
        run: (all) => all.push((negative ? -1 : 1) * pop(all)),
      });
    } else {
      const {precedence, right, apply} = OPERATORS[token.text] as Operator;
      reduceWaiting(right ? precedence + 0.5 : precedence);
      waiting.push({
        text: token.text,
        precedence,
        run: (all) => {
          const second = pop(all);
          all.push(apply(pop(all), second));
        },
      });
      expectsValue = true;
    }
  }
  if (expectsValue) return {reason: tr`something is missing after \`${tokens.at(-1)?.text ?? ""}\``};
  reduceWaiting(0);
  return waiting.length > 0 ? {reason: tr("a bracket is not closed")} : {value: pop(values)};
}

const pop = (values: number[]): number => values.pop() ?? Number.NaN;

/** Takes a number, a constant, a function or an opening bracket; returns what is wrong with it, or null. */
function operand(token: Token, next: Token | undefined, values: number[], waiting: Waiting[]): string | null {
  if (token.kind === "number") {
    values.push(token.value);
    return null;
  }
  if (token.kind === "sign") {
    waiting.push({text: "(", precedence: -1, run: () => undefined});
    return null;
  }
  const constant = Object.hasOwn(CONSTANTS, token.text) ? CONSTANTS[token.text] : undefined;
  const apply = Object.hasOwn(FUNCTIONS, token.text) ? FUNCTIONS[token.text] : undefined;
  if (constant !== undefined) values.push(constant);
  else if (apply === undefined) return tr`\`${token.text}\` is no number that is known here`;
  else if (next?.text !== "(" && token.text !== "√") return tr`\`${token.text}\` needs brackets: \`${token.text}(2)\``;
  else waiting.push({text: token.text, precedence: Number.POSITIVE_INFINITY, run: (all) => all.push(apply(pop(all)))});
  return null;
}
