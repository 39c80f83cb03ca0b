import {describe, expect, it} from "vitest";
import {keyText, routeOf, shellOf} from "../../src/offline/plan";

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

  it("keeps lessons with their scenes, blanks, pictures and runs", () => {
    for (const path of ["exercise", "grade", "lessons", "lessons/picture", "train", "surface", "gradcheck"])
      expect(post(`api/v1/${path}`)).toBe("answer");
    for (const path of ["lessons", "lessons/two-paths", "lessons/two-paths?lang=de", "optimizers"])
      expect(get(`api/v1/${path}`)).toBe("table");
    expect(get("api/v1/lessons/two-paths/deck.pdf")).toBe("network");
    expect(post("api/v1/exercise.scorm.zip")).toBe("network");
  });

  it("takes requests for the same as one, whatever the order of their fields and the window's shape", () => {
    expect(keyText('{"b": {"y": [2, 1], "x": 1}, "a": 0, "aspect": 1.5}')).toBe('{"a":0,"b":{"x":1,"y":[2,1]}}');
    expect(keyText('{"a": [1, 2]}')).not.toBe(keyText('{"a": [2, 1]}'));
    expect(keyText("x*y")).toBe("x*y");
  });

  it("leaves everything else alone", () => {
    expect(post("api/v1/render.png")).toBe("network");
    expect(get("api/v1/render.svg?source=x")).toBe("network");
    expect(get("healthz")).toBe("network");
    expect(routeOf({method: "GET", url: "https://elsewhere.example/static/a.js", mode: "cors"}, HOME)).toBe("network");
    expect(routeOf({method: "GET", url: "https://uni.example/static/a.js", mode: "cors"}, HOME)).toBe("network");
  });
});
