/** The page `/docs`: each operation can be sent as it stands in OpenAPI's own sample, changed, and sent again. */
import {h} from "../shared/dom";
import {tr} from "../shared/i18n/tr";
import {type Answer, curlOf, type Operation, send} from "./operation";

const MOST_SHOWN = 20_000; // characters of an answer

for (const operation of operationsOf(document)) {
  const section = document.getElementById(operation.id)?.closest("section");
  if (section) section.append(tryIt(operation));
}

function operationsOf(page: Document): readonly Operation[] {
  const config: unknown = JSON.parse(page.getElementById("operations")?.textContent ?? "[]");
  return config as readonly Operation[];
}

/** A box that opens on the sample, and sends it. */
function tryIt(operation: Operation): HTMLElement {
  const box = h("details", {class: "try"}, h("summary", {}, tr("Try it")));
  box.addEventListener("toggle", () => box.childElementCount === 1 && box.append(form(operation)), {once: true});
  return box;
}

function form(operation: Operation): HTMLElement {
  const inputs = operation.parameters.map((row) => ({
    ...row,
    input: h("input", {type: "text", value: row.sample, spellcheck: "false", autocomplete: "off"}),
  }));
  const sample = operation.body === null ? null : JSON.stringify(operation.body, null, 2);
  const body = sample === null ? null : h("textarea", {rows: rowsOf(sample), spellcheck: "false"}, sample);
  const button = h("button", {type: "submit"}, tr("Send"));
  const status = h("p", {role: "status"});
  const command = h("pre", {tabindex: 0, "aria-label": tr("The same in a shell")});
  const answer = h("div", {class: "try-answer"});
  const place = h(
    "form",
    {},
    ...inputs.map(({name, input}) => h("label", {}, h("code", {}, name), input)),
    body && h("label", {}, tr("Body"), body),
    button,
    status,
    command,
    answer,
  );
  const request = () => ({
    parameters: Object.fromEntries(inputs.map(({name, input}) => [name, input.value])),
    body: body?.value ?? null,
  });
  const tell = (): void => {
    command.textContent = curlOf(operation, request(), document.baseURI);
  };
  place.addEventListener("input", tell);
  place.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    status.textContent = tr("Sending");
    try {
      const reply = await send(operation, request(), document.baseURI);
      status.textContent = tr`Status ${reply.status}, ${reply.bytes.toLocaleString("en")} bytes, ${Math.round(reply.milliseconds)} ms`;
      answer.replaceChildren(preview(reply));
    } catch {
      status.textContent = tr("The server did not answer.");
    }
    button.disabled = false;
  });
  tell();
  return place;
}

const rowsOf = (text: string): number => Math.min(18, text.split("\n").length + 1);

/** A picture as a picture, a text as a text, any other file as a download. */
function preview({kind, blob, text}: Answer): HTMLElement {
  if (kind.startsWith("image/"))
    return h("img", {src: URL.createObjectURL(blob), alt: tr("The picture that was answered")});
  if (text === null) return h("a", {href: URL.createObjectURL(blob), download: "chainrule"}, tr("Save the file"));
  const content = kind.endsWith("json") ? JSON.stringify(JSON.parse(text), null, 2) : text;
  const cut = content.length > MOST_SHOWN ? `${content.slice(0, MOST_SHOWN)}\n…` : content;
  return h("pre", {tabindex: 0, "aria-label": tr("The answer")}, cut);
}
