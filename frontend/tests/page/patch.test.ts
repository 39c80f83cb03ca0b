// @vitest-environment happy-dom
import {describe, expect, it} from "vitest";
import {h} from "../../src/shared/dom";
import {patch} from "../../src/shared/patch";

const card = (text: string, more: string[] = []): HTMLElement =>
  h("div", {class: text === "" ? "empty" : "card", title: text || null}, h("p", {}, "f = ", h("b", {}, text)), ...more);

describe("renewing in place", () => {
  it.each([
    ["a number", card("1"), card("2")],
    ["more children", card("1"), card("1", ["and ", "more"])],
    ["fewer children", card("1", ["and ", "more"]), card("2")],
    ["an attribute less", card("1"), card("")],
    ["another element", h("div", {}, h("p", {}, "x")), h("div", {}, h("ul", {}, h("li", {}, "x")))],
    ["text for an element", h("div", {}, h("p", {}, "x")), h("div", {}, "x")],
  ])("ends with what a fresh drawing has: %s", (_, old, next) => {
    const host = h("section", {}, old);
    const expected = next.outerHTML;
    patch(host, [next]);
    expect(host.innerHTML).toBe(expected);
  });

  it("leaves the elements that stay, with their listeners", () => {
    let clicks = 0;
    const button = h("button", {}, "1");
    button.addEventListener("click", () => {
      clicks += 1;
    });
    const host = h("section", {}, h("div", {}, button));
    patch(host, [h("div", {}, h("button", {}, "2"))]);
    expect(host.querySelector("button")).toBe(button);
    host.querySelector("button")?.click();
    expect([button.textContent, clicks]).toEqual(["2", 1]);
  });

  it("sets a style by script, which a page's policy allows", () => {
    const bar = (share: string): HTMLElement => {
      const element = h("span");
      element.style.setProperty("--share", share);
      return element;
    };
    const host = h("section", {}, bar("1"));
    patch(host, [bar("0.5")]);
    expect((host.firstChild as HTMLElement).style.getPropertyValue("--share")).toBe("0.5");
  });

  it("takes an element that is there already as it is", () => {
    const live = h("canvas");
    const host = h("section", {}, h("p", {}, "1"), live);
    patch(host, [h("p", {}, "2"), live]);
    expect(host.lastChild).toBe(live);
    expect(host.textContent).toBe("2");
  });
});
