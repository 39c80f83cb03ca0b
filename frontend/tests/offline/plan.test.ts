import {describe, expect, it} from "vitest";
import {routeOf, shellOf} from "../../src/offline/plan";

const HOME = "https://uni.example/~prof/calc/";
const get = (path: string, mode = "cors") => routeOf({method: "GET", url: HOME + path, mode}, HOME);
const post = (path: string) => routeOf({method: "POST", url: HOME + path, mode: "cors"}, HOME);

describe("the service worker", () => {
  it("opens the page without a network, but for addresses that only the server can read", () => {
    expect(get("", "navigate")).toBe("shell");
    expect(get("?source=x*y", "navigate")).toBe("shell");
    expect(get("?z=abc", "navigate")).toBe("packed");
    expect(get("embed?source=x", "navigate")).toBe("network");
    expect(get("docs", "navigate")).toBe("network");
    expect(get("live/LOCAL", "navigate")).toBe("follower");
    expect(get("live/K7QF", "navigate")).toBe("network");
  });

  it("opens the page in the language that its address names", () => {
    const shell = (query: string) => shellOf(HOME + query, HOME, ["en", "de"]);
    expect(shell("?source=x*y")).toBe(HOME);
    expect(shell("?source=x*y&lang=de")).toBe(`${HOME}?lang=de`);
    expect(shell("?lang=en")).toBe(`${HOME}?lang=en`);
    expect(shell("?lang=tlh")).toBe(HOME);
  });

  it("keeps what was traced, and what never changes", () => {
    expect(post("api/v1/trace")).toBe("answer");
    expect(post("api/v1/code")).toBe("answer");
    expect(get("api/v1/examples")).toBe("table");
    expect(get("static/abc/page.js")).toBe("static");
  });

  it("leaves everything else alone", () => {
    expect(post("api/v1/render.png")).toBe("network");
    expect(get("api/v1/render.svg?source=x")).toBe("network");
    expect(get("healthz")).toBe("network");
    expect(routeOf({method: "GET", url: "https://elsewhere.example/static/a.js", mode: "cors"}, HOME)).toBe("network");
    expect(routeOf({method: "GET", url: "https://uni.example/static/a.js", mode: "cors"}, HOME)).toBe("network");
  });
});
