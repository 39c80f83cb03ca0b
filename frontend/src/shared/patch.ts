/** Renews elements in place: only the attributes and texts that differ are written, so the browser lays out little. */

/** Gives `host` the children `next`. An element that stays keeps its listeners, its focus and its scroll position. */
export function patch(host: Element, next: readonly (Node | string)[]): void {
  const waiting: [Element, readonly (Node | string)[]][] = [[host, next]];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const [parent, children] = pair;
    const old = [...parent.childNodes];
    children.forEach((child, index) => {
      const there = old[index];
      const node = typeof child === "string" ? parent.ownerDocument.createTextNode(child) : child;
      if (there === undefined) parent.append(node);
      else if (there === node) return;
      else if (there instanceof Element && node instanceof Element && isSameKind(there, node)) {
        copyAttributes(node, there);
        waiting.push([there, [...node.childNodes]]);
      } else if (there.nodeType === Node.TEXT_NODE && node.nodeType === Node.TEXT_NODE) {
        if (there.nodeValue !== node.nodeValue) there.nodeValue = node.nodeValue;
      } else there.replaceWith(node);
    });
    for (const surplus of old.slice(children.length)) surplus.remove();
  }
}

/** An element that stands in the document already is no new one: it is moved as it is, with what it holds. */
const isSameKind = (there: Element, node: Element): boolean =>
  there.localName === node.localName && there.namespaceURI === node.namespaceURI && !node.isConnected;

function copyAttributes(from: Element, to: Element): void {
  for (const name of to.getAttributeNames()) if (!from.hasAttribute(name)) to.removeAttribute(name);
  for (const name of from.getAttributeNames()) {
    const value = from.getAttribute(name) ?? "";
    if (to.getAttribute(name) === value) continue;
    // A page whose policy forbids styles in markup allows those that a script sets.
    if (name === "style" && (to instanceof HTMLElement || to instanceof SVGElement)) to.style.cssText = value;
    else to.setAttribute(name, value);
  }
}
