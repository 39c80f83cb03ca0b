/** Style sheets of parts of the page that come later, as their scripts do. */

/** Adds a sheet to the page. Each part calls it once, when it is loaded. */
export function addStyle(text: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
