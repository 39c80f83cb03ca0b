/** An exercise in one file: `<script id="content">` holds it, `<main id="exercise">` shows it. */
import type {Content} from "./content";
import style from "./exercise.css?inline";
import {Visit, variantOf} from "./scorm";
import {show} from "./view";

function begin(): void {
  const root = document.getElementById("exercise");
  const text = document.getElementById("content")?.textContent;
  if (!root || !text) return;
  const sheet = document.createElement("style");
  sheet.textContent = style;
  document.head.append(sheet);
  const {variants} = JSON.parse(text) as Content;
  const visit = new Visit();
  addEventListener("pagehide", () => visit.finish());
  const variant = variants[variantOf(visit.learner, variants.length)];
  if (variant) show(root, variant, visit);
}

begin();
