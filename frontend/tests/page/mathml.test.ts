// @vitest-environment happy-dom
import {describe, expect, it} from "vitest";
import {buildMath} from "../../src/shared/mathml";

describe("MathML from the server", () => {
  it("is rebuilt with what is on the lists", () => {
    const math = buildMath('<math display="block"><mfrac><mn data-n="e3.upstream">1.00</mn><mi>x</mi></mfrac></math>');
    expect(math?.querySelector("mn")?.textContent).toBe("1.00");
    expect(math?.querySelector("mn")?.getAttribute("data-n")).toBe("e3.upstream");
    expect(math?.namespaceURI).toBe("http://www.w3.org/1998/Math/MathML");
  });

  it("loses scripts, handlers, links and styles", () => {
    const math = buildMath(
      '<math onclick="a()" style="x"><mi href="javascript:a()">x</mi><script>a()</script>' +
        '<annotation-xml encoding="text/html"><img src="x"/></annotation-xml><mtext onload="a()">t</mtext></math>',
    );
    expect(math?.outerHTML).not.toMatch(/script|onclick|onload|style|href|annotation|img/);
    expect(math?.textContent).toBe("xt");
  });

  it("refuses what is no formula", () => {
    expect(buildMath("")).toBeNull();
    expect(buildMath("<div>x</div>")).toBeNull();
  });

  it("takes the no-break space of a serialised formula", () => {
    expect(buildMath("<math><mtext>a&nbsp;b</mtext></math>")?.textContent).toBe("a\u00a0b");
  });
});
