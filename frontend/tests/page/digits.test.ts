// @vitest-environment happy-dom
import {describe, expect, it} from "vitest";
import {holdsAsShown, markRounded, roundedText, signBetween} from "../../src/page/inspector/rounding";
import {format, formatValue, fullDigits} from "../../src/shared/digits";
import {buildMath} from "../../src/shared/mathml";

describe("the digits of the panels", () => {
  it("are enough where few are needed", () => {
    expect(format(-0.125, "short")).toBe("−0.125");
    expect(format(0.0625, "short")).toBe("0.0625");
    expect(format(0.5, "short")).toBe("0.50");
    expect(format(0.1 + 0.2, "short")).toBe("0.30");
    expect(format(2, "short")).toBe("2.00");
    expect(format(0, "short")).toBe("0.00");
    expect(format(1.25, "short")).toBe("1.25");
    expect(format(123.456, "short")).toBe("123.46");
    expect(format(-0.5344466, "short")).toBe("−0.53");
    expect(format(1.67e-5, "short")).toBe("1.7e−5");
    expect(format("-Infinity", "short")).toBe("−∞");
    expect(format("NaN", "full")).toBe("NaN");
  });

  it("can be more", () => {
    expect(format(-1 / 3, "six")).toBe("−0.333333");
    expect(format(0.5, "six")).toBe("0.5");
    expect(format(1e-9 / 3, "six")).toBe("3.33333e−10");
    expect(format(-1 / 3, "full")).toBe("−0.3333333333333333");
    expect(format(1e22, "full")).toBe("1e22");
    expect(formatValue([0.125, -1 / 3], "short")).toBe("[0.125, −0.33]");
    expect(formatValue([[1, 2, 3, 4, 5]], "full")).toBe("1×5");
  });

  it("are all told on hover where the short form has left some out", () => {
    expect(fullDigits(1 / 3, "0.33")).toBe("0.3333333333333333");
    expect(fullDigits(-2, "−2.00")).toBeNull();
  });
});

describe("an equation as it is shown", () => {
  it("has = only where it holds", () => {
    expect(holdsAsShown("−0.25 × 0.50", "−0.125")).toBe(true);
    expect(holdsAsShown("0.20 × 2.00", "0.39")).toBe(false);
    expect(holdsAsShown("x", "1")).toBeNull();
    expect(signBetween("−0.53 × 0.37", "−0.20")).toBe("≈");
    expect(signBetween("[1, 2]", "[1, 2]")).toBe("=");
  });

  it("is marked in the sentences of the steps", () => {
    expect(roundedText("The exp gate: upstream −0.53 × local 0.37 = downstream −0.20, for its input.")).toBe(
      "The exp gate: upstream −0.53 × local 0.37 ≈ downstream −0.20, for its input.",
    );
    expect(
      roundedText("w1 gets 0.20 × −2.00 (the value of x1) = −0.39 and x1 gets 0.20 × 3.00 (the value of w1) = 0.60."),
    ).toBe("w1 gets 0.20 × −2.00 (the value of x1) ≈ −0.39 and x1 gets 0.20 × 3.00 (the value of w1) = 0.60.");
    expect(roundedText("Term 3 of 3 adds 0.30: 0.17 + 0.30 + 0.30 = 0.77.")).toBe(
      "Term 3 of 3 adds 0.30: 0.17 + 0.30 + 0.30 = 0.77.",
    );
    expect(roundedText("∂f/∂f = 1.00.")).toBe("∂f/∂f = 1.00.");
  });

  const marked = (row: string): string => {
    const math = buildMath(`<math xmlns="http://www.w3.org/1998/Math/MathML">${row}</math>`) as Element;
    markRounded(math);
    return [...math.querySelectorAll("mo")].map((mo) => mo.textContent).join(" ");
  };
  const product = (result: string): string =>
    `<mrow><mo>=</mo><mn>0.20</mn><mo>×</mo><mn>(−2.00)</mn><mo>=</mo><mn>${result}</mn></mrow>`;

  it("is marked in the formulas of the steps", () => {
    expect(marked(product("−0.39"))).toBe("= × ≈");
    expect(marked(product("−0.40"))).toBe("= × =");
    const inverse = "<mo>−</mo><mfrac><mn>1</mn><msup><mn>1.37</mn><mn>2</mn></msup></mfrac>";
    expect(marked(`<mi>k</mi><mo>=</mo><mrow>${inverse}</mrow><mo>=</mo><mn>−0.53</mn>`)).toBe("= − ≈");
    expect(marked("<mi>g</mi><mo>=</mo><msup><mi>e</mi><mn>0.00</mn></msup><mo>=</mo><mn>1.00</mn>")).toBe("= =");
    expect(marked("<mi>x</mi><mo>=</mo><mi>y</mi><mo>=</mo><mn>3</mn>")).toBe("= =");
  });
});
