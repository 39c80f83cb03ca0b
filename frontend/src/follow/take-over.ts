/** Another screen becomes the presenter: whoever is told the word says it here, and this window drives from then on. */

import {byId, h, write} from "../shared/dom";
import {tr} from "../shared/i18n/tr";
import {takeOver} from "../shared/live/drive";
import {rememberKeys} from "../shared/live/keys";

export function createTakeOver(host: HTMLElement, server: string, code: string): void {
  const field = h("input", {
    type: "text",
    autocomplete: "off",
    maxlength: 20,
    "aria-label": tr("The word that the presenter gave you"),
    placeholder: "Word",
  });
  const alert = h("p", {role: "alert"});
  const form = h(
    "form",
    {class: "answer-form"},
    field,
    h("button", {type: "submit", class: "button"}, tr("Present")),
    alert,
  );
  host.append(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (field.value.trim() === "") return;
    const answer = await takeOver(server, code, field.value.trim());
    if (!answer.ok) {
      write(alert, [answer.problem.detail, answer.problem.hint].filter(Boolean).join(" "));
      return;
    }
    if (rememberKeys(answer.value)) location.assign(`${server}/`);
    else write(alert, tr("This browser window keeps nothing, so that it cannot present."));
  });
  byId("take-over-button").addEventListener("click", () => {
    form.hidden = !form.hidden;
    if (!form.hidden) field.focus();
  });
  form.hidden = true;
}
