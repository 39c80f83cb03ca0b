/** Live sessions for <chain-rule> on any page: `live="CODE"` follows one, and `present(element)` drives one.
 *
 * Beside the player and not in it: most pictures follow nobody.
 */
import type {ChainRule} from "../player/element/element";
import {type Following, followLive} from "../player/element/follow";
import {type Lead, openLead} from "../player/element/lead";
import {serverOf} from "../player/element/load";

const TAG = "chain-rule";
const CHANGES = ["ready", "stepchange", "valueschange"]; // after these, those who follow see another picture
const OWN = import.meta.url;

const serverFor = (element: Element): string =>
  (element.getAttribute("server") ?? serverOf(element.ownerDocument, OWN)).replace(/\/$/, "");

/** Moves the element with the session. It tells `livechange` events of how it stands to it. */
export function follow(element: ChainRule, code: string): Following {
  return followLive(element, {
    server: serverFor(element),
    code: code.trim().toUpperCase(),
    onChange: (detail) => element.dispatchEvent(new CustomEvent("livechange", {detail, bubbles: true, composed: true})),
  });
}

/** Opens a session in which other screens follow this picture. Rejects where the service opens none. */
export async function present(element: ChainRule): Promise<Pick<Lead, "code" | "address" | "end">> {
  const show = (): void => lead.show(element);
  const lead = await openLead(serverFor(element), () => {
    for (const type of CHANGES) element.removeEventListener(type, show);
  });
  for (const type of CHANGES) element.addEventListener(type, show);
  show();
  return lead;
}

void customElements.whenDefined(TAG).then(() => {
  for (const element of document.querySelectorAll<ChainRule>(`${TAG}[live]`))
    follow(element, element.getAttribute("live") ?? "");
});
