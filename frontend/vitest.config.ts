import {defineConfig} from "vitest/config";

export default defineConfig({
  test: {
    // A file that needs a document says `// @vitest-environment happy-dom` in its first line: making one costs a second.
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    maxWorkers: 2,
    // A test that passes but warns is not finished: tests fail on console.error and console.warn.
    setupFiles: ["./vitest.setup.ts"],
  },
});
