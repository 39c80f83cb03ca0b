/** The card on the slide: the code, its QR code, what the hall is asked, and how it answers. */

import {byId, h, write} from "../../shared/dom";
import {tr} from "../../shared/i18n/tr";
import {answeredText, histogramView} from "../../shared/live/answers";
import {textOfChoice} from "../../shared/live/choices";
import {qrCode} from "../../shared/live/qr";
import type {Prediction} from "../../shared/live/state";
import type {Problem} from "../../shared/request";
import type {Asking, Choice} from "./ask";

interface Session {
  readonly code: string;
  readonly address: string;
  readonly asking: Asking | null; // null: there is no server that counts
  handOver(): Promise<string | null>;
  end(): Promise<void>;
}

interface Card {
  open(session: Session): void;
  toggle(): void;
  connection(connected: boolean): void;
  complain(problem: Problem): void;
  over(sentence: string): void;
}

const button = (label: string, press: () => void, kind = "button"): HTMLButtonElement => {
  const element = h("button", {type: "button", class: kind}, label);
  element.addEventListener("click", press);
  return element;
};

export function createCard(): Card {
  document.getElementById("live-card")?.remove();
  const body = h("div", {class: "live-body"});
  const status = h("p", {class: "live-status", role: "status"});
  const small = button("", toggle, "live-code");
  small.setAttribute("aria-expanded", "true");
  small.title = tr("Open or close this card (U)");
  const card = h("section", {id: "live-card", "aria-label": tr("Live session")}, small, body, status);
  document.body.append(card);
  // The keys of the page step the lecture; in a field of the card they write.
  let isOpen = true;

  function toggle(): void {
    isOpen = !isOpen;
    body.hidden = !isOpen;
    small.setAttribute("aria-expanded", String(isOpen));
  }

  function open({code, address, asking, handOver, end}: Session): void {
    byId("live-button").setAttribute("aria-pressed", "true");
    write(small, code);
    const link = h("a", {href: address, target: "_blank", rel: "noopener"}, address.replace(/^https?:\/\//, ""));
    const join = h("div", {class: "live-join"}, qrCode(address, tr`QR code of ${address}`), link);
    const status = h("p", {class: "live-said", role: "status"});
    const question = h("div", {class: "live-question"});
    const actions = h(
      "div",
      {class: "live-actions"},
      asking !== null && button(tr("Ask the hall"), () => void choose(asking)),
      asking !== null && button(tr("Hand over"), () => void tellWord()),
      button(tr("End"), () => void end()),
    );
    body.replaceChildren(join, question, actions, status);

    async function tellWord(): Promise<void> {
      const word = await handOver();
      write(
        status,
        word === null ? tr("No word could be had. Try again.") : tr`“Present from here” with the word ${word}`,
      );
    }

    async function choose(from: Asking): Promise<void> {
      const choices = await from.choices();
      if (choices === null || choices.length === 0) {
        write(
          status,
          choices === null ? tr("The service made no question of this graph.") : tr("Everything is shown already."),
        );
        return;
      }
      write(status, "");
      question.replaceChildren(chooser(choices, from.ask));
      question.querySelector("select")?.focus();
    }

    asking?.watch(() => showQuestion(asking));

    function showQuestion(from: Asking): void {
      const {prediction} = from;
      join.hidden = prediction !== null;
      actions.hidden = prediction !== null;
      if (prediction === null) {
        question.replaceChildren();
        return;
      }
      const {label, phase, answered, histogram, choices} = prediction;
      question.replaceChildren(
        h("p", {class: "live-label"}, label),
        ...(phase === "open" && choices.length > 0 ? [choiceList(choices)] : []),
        h("p", {class: "live-count", role: "status"}, answeredText(answered)),
        ...(histogram === null ? [] : [histogramView(histogram, phase === "revealed", nameOf(prediction))]),
        h(
          "div",
          {class: "live-actions"},
          phase === "open" && button(tr("Show the answers"), () => void from.showAnswers()),
          phase !== "revealed" && button(tr("Reveal"), () => void from.reveal()),
          button(phase === "revealed" ? tr("Done") : tr("Cancel"), from.done),
        ),
      );
    }
  }

  return {
    open,
    toggle,
    connection: (connected) =>
      write(status, connected ? "" : tr("The server does not answer. Whoever follows waits where they are.")),
    complain: ({detail, hint}) => finish([detail, hint].filter(Boolean).join(" ")),
    over: finish,
  };

  function finish(sentence: string): void {
    byId("live-button").removeAttribute("aria-pressed");
    small.hidden = true;
    body.hidden = true;
    write(status, sentence);
    card.append(button(tr("Close"), () => card.remove()));
  }
}

const choiceList = (choices: Prediction["choices"]): HTMLElement =>
  h("ul", {class: "live-choices"}, ...choices.map(({text}) => h("li", {}, text)));

function chooser(choices: readonly Choice[], ask: (choice: Choice) => void): HTMLElement {
  const select = h(
    "select",
    {"aria-label": tr("What the hall is asked")},
    ...[...new Set(choices.map(({group}) => group))].map((group) =>
      h(
        "optgroup",
        {label: group},
        ...choices.flatMap((choice, at) => (choice.group === group ? [h("option", {value: at}, choice.label)] : [])),
      ),
    ),
  );
  const applyChoice = (): void => {
    const choice = choices[Number(select.value)];
    if (choice !== undefined) ask(choice);
  };
  return h("div", {class: "live-chooser"}, select, button(tr("Ask"), applyChoice, "button primary"));
}

/** A gate is answered by its id, and called by what stands in the picture; what is chosen, by its text. */
const nameOf =
  ({kind, choices}: Prediction) =>
  (answer: string): string => {
    if (kind !== "order") return textOfChoice(choices, answer);
    const gates = document.querySelectorAll("#stage g.node");
    const gate = [...gates].find((element) => element.getAttribute("data-id") === answer);
    return gate?.querySelector("text.cr-text")?.textContent ?? answer;
  };
