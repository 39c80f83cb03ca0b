/** A style sheet as text, for a shadow root: `import css from "./element.css?inline"`. */
declare module "*.css?inline" {
  const css: string;
  export default css;
}
