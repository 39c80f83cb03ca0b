// @vitest-environment happy-dom
import {beforeEach, describe, expect, it, vi} from "vitest";
import {createGrid, indexText} from "../../src/page/values/array-field";
import {createNumberField, parseNumber} from "../../src/page/values/number-field";
import {stepOf, stepped} from "../../src/shared/number-step";
import {createSlider, halfRange} from "../../src/shared/slider";

const plain = {shiftKey: false, altKey: false};

beforeEach(() => document.body.replaceChildren());

describe("a number field", () => {
  it("reads a number of a pasted block", () => {
    expect(parseNumber("−0,5")).toBe(-0.5);
    expect(parseNumber(" 1e-3 ")).toBe(0.001);
    expect(parseNumber(".5")).toBe(0.5);
    for (const text of ["", "-", "1.2.3", "x", "1e999", "1,000,000"]) expect(parseNumber(text)).toBeNull();
  });

  it("moves in steps that suit the number, coarse with Shift, fine with Alt", () => {
    expect(stepOf(2, plain)).toBe(0.1);
    expect(stepOf(250, plain)).toBe(10);
    expect(stepOf(2, {shiftKey: true, altKey: false})).toBe(1);
    expect(stepOf(2, {shiftKey: false, altKey: true})).toBeCloseTo(0.01, 12);
    expect(stepped(0.1, 2, 0.1)).toBe(0.3);
    expect(stepped(2, -1, 0.01)).toBe(1.99);
    expect(stepped(0.3, -3, 0.1)).toBe(0);
    expect(stepped(123.456, 1, 10)).toBe(133.456);
  });

  it("changes by arrow keys and tells when it rests", () => {
    const onInput = vi.fn();
    const onSettle = vi.fn();
    const {element} = createNumberField({label: "w0", value: 2, onInput, onSettle});
    document.body.append(element);
    element.focus();
    element.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowUp"}));
    element.dispatchEvent(new KeyboardEvent("keyup", {key: "ArrowUp"}));
    expect(onInput).toHaveBeenCalledWith(2.1);
    expect(onSettle).toHaveBeenCalledOnce();
    expect(element.getAttribute("aria-valuenow")).toBe("2.1");
  });

  it("leaves what is being typed alone, and shows the short form afterwards", () => {
    const onInput = vi.fn();
    const field = createNumberField({label: "w0", value: 2, onInput, onSettle: () => undefined});
    document.body.append(field.element);
    field.element.focus();
    field.element.value = "1.23456";
    field.element.dispatchEvent(new Event("input"));
    expect(onInput).toHaveBeenCalledWith(1.23456);
    field.show(1.23456);
    expect(field.element.value).toBe("1.23456");
    field.element.blur();
    expect(field.element.value).toBe("1.23");
  });

  it("refuses aloud what it cannot read and puts the old number back, never a prefix", () => {
    const onInput = vi.fn();
    const {element} = createNumberField({label: "w0", value: 2, onInput, onSettle: () => undefined});
    document.body.append(element);
    for (const text of ["0", "0.", "0.5", "0.5x"]) {
      element.focus();
      element.value = text;
      element.dispatchEvent(new Event("input"));
    }
    element.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter"}));
    expect(onInput).toHaveBeenLastCalledWith(2);
    expect(element.value).toBe("2.00");
    expect(document.querySelector("[role=alert]")?.textContent).toBe(
      "0.5x: an operator is missing between 0.5 and x. It stays 2.00.",
    );
    element.focus();
    element.value = "1/2";
    element.dispatchEvent(new Event("input"));
    expect(document.querySelector("[role=alert]")).toBeNull();
    expect(onInput).toHaveBeenLastCalledWith(0.5);
  });

  it("says of an empty text that there is no number", () => {
    const {element} = createNumberField({label: "w0", value: 2, onInput: () => undefined, onSettle: () => undefined});
    document.body.append(element);
    element.focus();
    element.value = " ";
    element.dispatchEvent(new Event("input"));
    element.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter"}));
    expect(document.querySelector("[role=alert]")?.textContent).toBe("There is no number. It stays 2.00.");
  });

  it("takes a typed text back with Escape, and with undo", () => {
    for (const key of [{key: "Escape"}, {key: "z", ctrlKey: true}]) {
      const onInput = vi.fn();
      const {element} = createNumberField({label: "w0", value: 2, onInput, onSettle: () => undefined});
      document.body.append(element);
      element.focus();
      element.value = "77";
      element.dispatchEvent(new Event("input"));
      element.dispatchEvent(new KeyboardEvent("keydown", key));
      expect(onInput).toHaveBeenLastCalledWith(2);
      element.blur();
      expect(element.value).toBe("2.00");
    }
  });

  it("marks what is no number and keeps the last one", () => {
    const onInput = vi.fn();
    const {element} = createNumberField({label: "w0", value: 2, onInput, onSettle: () => undefined});
    document.body.append(element);
    element.focus();
    element.value = "abc";
    element.dispatchEvent(new Event("input"));
    expect(element.getAttribute("aria-invalid")).toBe("true");
    expect(onInput).not.toHaveBeenCalled();
    element.blur();
    expect(element.value).toBe("2.00");
  });
});

describe("a slider", () => {
  it("has a scale that grows with the value", () => {
    expect([0, 2, 4, 5, 17, -80, 1e6].map(halfRange)).toEqual([5, 5, 5, 10, 50, 100, 2e6]);
    for (const value of [0.3, 3.9, 4.1, 77, 12345]) expect(halfRange(value)).toBeGreaterThan(value);
  });

  it("keeps its scale while it is held", () => {
    const {element, show} = createSlider({label: "x", value: 2, onInput: () => undefined, onSettle: () => undefined});
    element.dispatchEvent(new Event("pointerdown"));
    show(4.9);
    expect(element.max).toBe("5");
    element.value = "4.9";
    element.dispatchEvent(new Event("change"));
    expect(element.max).toBe("10");
  });
});

describe("a grid", () => {
  it("hands on the whole array when one entry changes", () => {
    const onInput = vi.fn();
    const grid = createGrid({
      name: "w",
      shape: [2, 2],
      value: [
        [1, 2],
        [3, 4],
      ],
      onInput,
      onSettle: () => undefined,
    });
    document.body.append(grid.element);
    const inputs = [...grid.element.querySelectorAll("input")];
    expect(inputs.map((input) => input.getAttribute("aria-label"))).toEqual([
      "w [0, 0]",
      "w [0, 1]",
      "w [1, 0]",
      "w [1, 1]",
    ]);
    inputs[2]!.focus();
    inputs[2]!.value = "9";
    inputs[2]!.dispatchEvent(new Event("input"));
    expect(onInput).toHaveBeenCalledWith([
      [1, 2],
      [9, 4],
    ]);
  });

  it("walks with the arrow keys", () => {
    const grid = createGrid({
      name: "w",
      shape: [2, 2],
      value: [
        [1, 2],
        [3, 4],
      ],
      onInput: () => undefined,
      onSettle: () => undefined,
    });
    document.body.append(grid.element);
    const inputs = [...grid.element.querySelectorAll("input")];
    inputs[0]!.focus();
    inputs[0]!.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowDown"}));
    expect(document.activeElement).toBe(inputs[2]);
    inputs[2]!.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight"}));
    expect(document.activeElement).toBe(inputs[3]);
    inputs[3]!.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight"}));
    expect(document.activeElement).toBe(inputs[3]);
  });

  it("shows a gradient below each entry once it is there", () => {
    const grid = createGrid({
      name: "x",
      shape: [2],
      value: [1, 2],
      onInput: () => undefined,
      onSettle: () => undefined,
    });
    const slopes = (): (string | null)[] =>
      [...grid.element.querySelectorAll(".gradient")].map((cell) => cell.textContent);
    expect(slopes()).toEqual(["—", "—"]);
    grid.show([1, 2], [-0.5, 3]);
    expect(slopes()).toEqual(["−0.50", "3.00"]);
  });

  it("names entries as NumPy does, and sums up what is too big to edit", () => {
    expect(indexText(5, [2, 3])).toBe("[1, 2]");
    const entries = Array.from({length: 200}, (_, index) => index);
    const grid = createGrid({
      name: "x",
      shape: [200],
      value: entries,
      onInput: () => undefined,
      onSettle: () => undefined,
    });
    expect(grid.element.textContent).toBe("200 numbers from 0.00 to 199.00");
  });
});
