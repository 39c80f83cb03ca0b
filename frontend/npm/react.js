import {createElement, useEffect, useRef} from "react";
import "./player.js";

const EVENTS = {onReady: "ready", onStepChange: "stepchange", onValuesChange: "valueschange", onError: "error"};
const FLAGS = ["controls", "editable", "autoplay", "loop"];
const OWN = ["className", "style", "id", "children", "trace", "ref"];

/** An attribute as the element reads it; null where there is none. */
function attribute(name, value) {
  if (value === undefined || value === null || value === false) return null;
  if (FLAGS.includes(name)) return "";
  if (name === "open" || name === "closed") return [value].flat().join(",");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** <ChainRule source="x*y" values={{x: 2, y: 3}} controls server="https://HOST" />: the element, for React 18 and 19. */
export function ChainRule(props) {
  const element = useRef(null);
  const names = Object.keys(props).filter((name) => !(OWN.includes(name) || name in EVENTS));
  const words = Object.fromEntries(
    names.map((name) => [name === "fontSize" ? "font-size" : name.toLowerCase(), attribute(name, props[name])]),
  );
  const told = JSON.stringify(words);
  const seen = useRef({});

  useEffect(() => {
    const now = JSON.parse(told);
    for (const name of new Set([...Object.keys(seen.current), ...Object.keys(now)])) {
      const value = now[name] ?? null;
      if (value === null) element.current.removeAttribute(name);
      else if (element.current.getAttribute(name) !== value) element.current.setAttribute(name, value);
    }
    seen.current = now;
  }, [told]);

  useEffect(() => {
    if (props.trace) element.current.trace = props.trace;
  }, [props.trace]);

  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const node = element.current;
    const undo = Object.entries(EVENTS).map(([name, type]) => {
      const call = (event) => latest.current[name]?.(event);
      node.addEventListener(type, call);
      return () => node.removeEventListener(type, call);
    });
    return () => undo.forEach((back) => back());
  }, []);

  return createElement("chain-rule", {ref: element, class: props.className, id: props.id, style: props.style});
}
