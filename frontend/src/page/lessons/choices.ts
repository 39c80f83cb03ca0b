/** Choices of a scene, each made with one click: a row of buttons, or a list to pick from where there are many. */

import type {Choose, Scene} from "../../shared/contract";
import {h, setAttribute} from "../../shared/dom";

const MOST_BUTTONS = 6;

/** The program with an option of each list in its place. */
export function sourceOf({template, lists}: Choose, labels: readonly string[]): string {
  return template.replace(/<(\w+)>/g, (place, name: string) => {
    const at = lists.findIndex((each) => each.name === name);
    return lists[at]?.options.find(({label}) => label === labels[at])?.text ?? place;
  });
}

/** The options with which a scene begins. */
export const firstChoices = (choose: Choose | null): readonly string[] =>
  (choose?.lists ?? []).map(({options}) => options[0]?.label ?? "");

type Choices = Readonly<{
  element: HTMLElement;
  show(scene: Scene | null, labels: readonly string[]): void;
}>;

export function createChoices(onChoose: (list: number, label: string) => void): Choices {
  const element = h("div", {class: "lesson-choices", hidden: true});
  let current: Choose | null = null;

  element.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-choice]");
    if (button !== null) onChoose(Number(button.dataset.list), button.dataset.choice ?? "");
  });
  element.addEventListener("change", (event) => {
    const select = event.target as HTMLSelectElement;
    onChoose(Number(select.dataset.list), select.value);
  });

  function build({lists}: Choose): void {
    element.replaceChildren(
      ...lists.map(({name, options}, list) =>
        options.length > MOST_BUTTONS
          ? h(
              "label",
              {},
              `${name} `,
              h("select", {"data-list": list}, ...options.map(({label}) => h("option", {value: label}, label))),
            )
          : h(
              "div",
              {role: "group", "aria-label": name},
              ...options.map(({label}) =>
                h("button", {type: "button", "data-list": list, "data-choice": label}, label),
              ),
            ),
      ),
    );
  }

  return {
    element,
    show(scene, labels) {
      const choose = scene?.choose ?? null;
      element.hidden = choose === null;
      if (choose !== null && choose !== current) build(choose);
      current = choose;
      for (const button of element.querySelectorAll<HTMLElement>("[data-choice]"))
        setAttribute(button, "aria-pressed", String(labels[Number(button.dataset.list)] === button.dataset.choice));
      for (const select of element.querySelectorAll("select"))
        select.value = labels[Number(select.dataset.list)] ?? select.value;
    },
  };
}
