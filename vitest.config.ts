import { defineConfig } from "vitest/config";

/**
 * What is measured: the product, without its tests and what only they use. Files that only declare types have nothing
 * to run.
 */
const MEASURED = [
  "{core,rules,cases,judge,words,limits,doors,field,ingest,broker,storage,forward,api,app,simulators}/**/*.ts",
  "web/src/**/*.ts",
];

export default defineConfig({
  test: {
    include: ["*/**/*.test.ts"],
    // Long tests run by `npm run test:long`.
    exclude: ["node_modules/**", "dist/**", "**/*.long.test.ts"],
    testTimeout: 60_000,
    // On a busy machine a second is soon over; what is waited for comes much sooner.
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 60_000,
    maxWorkers: 2,
    coverage: {
      provider: "v8",
      include: MEASURED,
      exclude: ["**/*.test.ts", "**/testing/**", "**/*.bench.ts"],
      reporter: ["text-summary", "json-summary"],
      reportOnFailure: true,
    },
  },
});
