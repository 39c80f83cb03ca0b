/** Style sheets of parts of the page that come later, as their scripts do. */

/** Adds a sheet to the page. Each part calls it once, when it is loaded; a sheet that others adapt comes `first`. */
export function addStyle(text: string, place: "first" | "last" = "last"): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  const others = document.adoptedStyleSheets;
  document.adoptedStyleSheets = place === "first" ? [sheet, ...others] : [...others, sheet];
}
