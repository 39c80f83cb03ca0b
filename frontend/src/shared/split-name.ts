/**
 * A name of a program as a lecture sets it: a base and what stands below it. The twin of `formula/split_name.py`; both
 * are tested on `tests/split_names.json`.
 */

const LETTERS =
  "alpha_beta_gamma_delta_epsilon_zeta_eta_theta_iota_kappa_lambda_mu_nu_xi_pi_rho_sigma_tau_upsilon_phi_chi_psi_omega_Gamma_Delta_Theta_Lambda_Xi_Pi_Sigma_Upsilon_Phi_Psi_Omega".split(
    "_",
  );
const GREEK = new Map(LETTERS.map((word, index) => [word, [..."αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ"][index] as string]));
const ENTRY = /^([\p{L}\p{N}_]+?)(?:\[([\d,]+)\]|([₀-₉][₀-₉,]*))$/u;
const SIGNS = new Map([
  ["minus", "\u2212"],
  ["plus", "+"],
]);
const ACCENTS = new Map([
  ["hat", "\u0302"],
  ["bar", "\u0304"],
  ["tilde", "\u0303"],
]);
const SHORT = 2; // letters of an index below a word: grad_h1, but learning_rate stays one word

/** Base and index of one name. */
export interface NameParts {
  readonly base: string;
  readonly sub: string;
}

/** `w0`: w, 0; `h_t_minus_1`: h, t−1; `W1[0,2]`: W, 1,02; `x_hat`: x̂; `learning_rate` and `dL_dw` stay as they are. */
export function splitName(name: string): NameParts {
  const [, bare = name, bracketed, below] = ENTRY.exec(name) ?? [];
  const digits = bracketed ?? below?.replace(/[₀-₉]/g, (digit) => String(digit.charCodeAt(0) - 0x2080));
  const entry = digits !== undefined && /^\d(,\d)*$/.test(digits) ? digits.replaceAll(",", "") : digits;
  const [base, words] = stem(bare);
  return {base, sub: index(entry === undefined ? words : [...words, entry])};
}

/** Base and index of each name in "w0…w9", which stands for several. */
export function namePieces(name: string): readonly NameParts[] {
  const [first = "", last] = name.split("…");
  const parts = splitName(first);
  if (last === undefined) return [parts];
  const {base, sub} = splitName(last);
  return [parts, {base: `…${base}`, sub}];
}

const BELOW = 0.85; // of a letter: the width of one of an index

/** Width of a name as it is set, in letters: x̂ has one, W_f one and a narrow one. */
export const nameLength = (pieces: readonly NameParts[]): number =>
  pieces.reduce((sum, {base, sub}) => sum + lettersOf(base) + BELOW * lettersOf(sub), 0);

const lettersOf = (text: string): number => [...text.replace(/\p{M}/gu, "")].length;

function stem(name: string): readonly [string, readonly string[]] {
  const [head = "", ...rest] = name.split("_");
  const [, base = "", digits = ""] = /^(\p{L}+)(\d*)$/u.exec(head) ?? [];
  const isReserved = rest.length === 1 && rest[0] === "" && GREEK.has(base); // lambda_: the word itself is Python's
  const words = [...(digits === "" ? [] : [digits]), ...(isReserved ? [] : rest)];
  const last = words.at(-1) ?? "";
  const isIndexed = isSymbol(base) || words.every((word) => word.length <= SHORT || /^\d+$/.test(word));
  const isDerivative = base.startsWith("d") && last.length > 1 && last.startsWith("d");
  if (base === "" || words.includes("") || !isIndexed || isDerivative) return [name, []];
  const letter = GREEK.get(base) ?? base;
  const at = isSymbol(letter) ? words.findIndex((word) => ACCENTS.has(word)) : -1;
  const [accent = ""] = at < 0 ? [] : words.splice(at, 1);
  return [(letter + (ACCENTS.get(accent) ?? "")).normalize("NFC"), words];
}

/** One letter, or the gradient of one. */
function isSymbol(base: string): boolean {
  const letter = base.length > 1 ? base.replace(/^d/, "") : base;
  return letter.length === 1 || GREEK.has(letter) || GREEK.has(base);
}

function index(words: readonly string[]): string {
  let text = "";
  let separator = "";
  words.forEach((word, at) => {
    const sign = at > 0 && at < words.length - 1 ? SIGNS.get(word) : undefined;
    text += sign ?? separator + indexed(word);
    separator = sign === undefined ? "," : "";
  });
  return text;
}

const indexed = (word: string): string =>
  GREEK.get(word) ?? word.replace(/^t([mp])(\d)$/, (_, sign, digit) => `t${sign === "m" ? "\u2212" : "+"}${digit}`);
