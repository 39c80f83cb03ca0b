/** MathML from the server, rebuilt node by node: only what is on the lists below gets onto the page. */

const MATHML = "http://www.w3.org/1998/Math/MathML";

const ELEMENTS: ReadonlySet<string> = new Set(
  (
    "math mrow mi mn mo ms mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd " +
    "mpadded mphantom mstyle menclose"
  ).split(" "),
);

const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  accent: /^(true|false)$/,
  class: /^[\w -]+$/,
  columnalign: /^[a-z ]+$/,
  "data-carries": /^(local|gradient)$/,
  "data-n": /^[\w.-]+$/,
  "data-of": /^[^<>&]*$/,
  display: /^(block|inline)$/,
  displaystyle: /^(true|false)$/,
  fence: /^(true|false)$/,
  form: /^(prefix|infix|postfix)$/,
  height: /^[\d.]+(em|px|ex)$/,
  lspace: /^[\d.]+(em|px|ex)$/,
  mathvariant: /^[a-z-]+$/,
  rspace: /^[\d.]+(em|px|ex)$/,
  stretchy: /^(true|false)$/,
  width: /^[\d.]+(em|px|ex)$/,
};

/** Builds the formula, or null when the text is no well-formed MathML. Unknown elements are left out with all they hold. */
export function buildMath(xml: string): Element | null {
  if (xml === "") return null;
  // HTML's one named entity that a serialised formula may hold and XML does not know.
  const parsed = new DOMParser().parseFromString(xml.replaceAll("&nbsp;", "\u00a0"), "application/xml");
  const root = parsed.documentElement;
  if (root === null || root.localName !== "math" || parsed.querySelector("parsererror") !== null) return null;
  return rebuild(root);
}

/** Copies the tree without recursion: a formula may be as deep as the source that made it. */
function rebuild(root: Element): Element {
  const tree = copy(root);
  const waiting: [Element, Element][] = [[root, tree]];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const [from, to] = pair;
    for (const child of from.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) to.append(child.nodeValue ?? "");
      else if (child instanceof Element && ELEMENTS.has(child.localName)) {
        const next = copy(child);
        to.append(next);
        waiting.push([child, next]);
      }
    }
  }
  return tree;
}

function copy(from: Element): Element {
  const element = document.createElementNS(MATHML, from.localName);
  for (const {name, value} of from.attributes) {
    if (ATTRIBUTES[name]?.test(value) === true) element.setAttribute(name, value);
  }
  return element;
}
