/** A plugin for reveal.js 5 and 6: `Reveal.initialize({plugins: [Chainrule]})`. */
export default function chainrule(): {readonly id: string; init(deck: unknown): Promise<void>; destroy(): void};
