// Which characters the fonts keep. A character that is not here is drawn by the reader's own fonts.

const range = (first, last) => String.fromCodePoint(...Array.from({length: last - first + 1}, (_, i) => first + i));

const ASCII = range(0x20, 0x7e);
const GREEK = `${range(0x391, 0x3a1) + range(0x3a3, 0x3a9) + range(0x3b1, 0x3c9)}ϑϕϵ`;
const SIGNS = "×·−±÷²³¹°∂∇∑∏√∞≤≥≠≈≡∈∉⊙⊗⊕⊤⊥∘∗∣∥→←↑↓↔⇒⇐′″…‖ℝℒℓ∫¬∧∨⋅⋯⟨⟩⌈⌉⌊⌋\u0304\u0305\u0302\u00af\u203e";

/** Labels, tables, the editor: everything a formula or its words may hold. */
export const TEXT =
  ASCII +
  range(0xa0, 0xff) +
  range(0x100, 0x17f) +
  GREEK +
  SIGNS +
  range(0x2010, 0x2027) + // dashes, quotes, bullets
  range(0x2070, 0x2071) +
  range(0x2074, 0x208e) +
  range(0x2090, 0x209c) + // superscripts and subscripts
  "ᵀᵃᵇᵈᵉᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ" +
  range(0x2200, 0x22ff) +
  range(0x25a0, 0x25ff) +
  "⏮⏭⏯⏸⌘⌫⇧☾☀✓✗✕⚠⟵⟶";

const ITALIC = `${range(0x1d434, 0x1d454)}ℎ${range(0x1d456, 0x1d467)}${range(0x1d6e2, 0x1d71b)}`;
const BOLD = range(0x1d400, 0x1d433);

/** MathML: a browser draws <mi>x</mi> with the mathematical italic x, so those are kept too. */
export const MATH = `${ASCII + GREEK + SIGNS + ITALIC + BOLD}\u2061\u2062\u2063\u2064ⅇⅆ⎛⎝⎞⎠⎡⎣⎤⎦⎧⎨⎩⏞⏟`;

/** What a file carries with it: numbers, the letters and signs of labels, and those of a step's formula. */
export const PICTURE = {
  numbers: "0123456789−.,e∞NaN[]()×+/ entries…",
  labels: `${ASCII}${GREEK}×·−²³√∂⊙ᵀ₀₁₂₃₄₅₆₇₈₉`,
  math: `${ASCII}${ITALIC}αβγδεησθλμπΣ×·−∂⊙∑√∞≤≥≠⋯\u00af\u2061\u2062‖⌊⌋⎧⎨⎩`,
};

/** What a page in English and its formulas need as a rule: a browser fetches a font in full only for other characters. */
export const BASIC = `${ASCII}${GREEK}\u00a0°±²³½·×÷ƒ\u0304–—‘’“”…→−√∂∇∞≈⊙▶▾ᵀ₀₁₂₃₄₅₆₇₈₉⁻⁰⁴⁵⁶⁷⁸⁹`;
