import { defineConfig } from "vitest/config";

/**
 * What is measured: the product, without its tests and what only they use. Files that only declare types have nothing
 * to run.
 */
const MEASURED = [
  "{core,rules,cases,judge,words,limits,doors,field,ingest,broker,storage,forward,api,app,simulators}/**/*.ts",
  "web/src/**/*.ts",
];

/**
 * What draws has no unit tests: components, and hooks, which tie a component to the browser and to what decides in
 * files beside them. `tests/browser/` looks at them in a browser.
 */
const DRAWN = ["web/src/**/*.tsx", "web/src/**/use-*.ts"];

/**
 * What must be covered, by room. The aim is every branch of the rooms that decide, 90 % of the rooms round them and 80
 * % of the logic of the pages; a floor below it is what is reached, and is only ever raised.
 */
const THRESHOLDS = {
  "rules/**/*.ts": { branches: 100 },
  "ingest/codecs/**/*.ts": { branches: 100 },
  "core/**/*.ts": { branches: 100 },
  "words/**/*.ts": { branches: 100 },
  "cases/**/*.ts": { branches: 100 },
  "judge/**/*.ts": { branches: 100 },
  "field/**/*.ts": { branches: 93, lines: 97 },
  "app/**/*.ts": { branches: 90, lines: 95 },
  "doors/**/*.ts": { branches: 100, lines: 95 },
  "forward/**/*.ts": { branches: 89, lines: 96 },
  "simulators/**/*.ts": { branches: 90, lines: 97 },
  "api/**/*.ts": { branches: 93, lines: 98 },
  "web/src/**/*.ts": { branches: 97, statements: 95 },
};

/** What starts the product in processes of its own. */
const AROUND_THE_PRODUCT = ["tests/{acceptance,browser,containers,dashboards,faults}/**/*.test.ts"];
/** What keeps something in a module or for the whole process: a process for each file. */
const OF_THEIR_OWN = ["tests/broker/**/*.test.ts", "app/{,roles/}*.test.ts", "web/src/{api,components}/*.test.ts"];
const BUNDLED = "tests/support/bundled-product.ts";
const EXCLUDED = ["node_modules/**", "dist/**", "**/*.long.test.ts"];

export default defineConfig({
  test: {
    // Long tests run by `npm run test:long`.
    exclude: EXCLUDED,
    setupFiles: ["tests/support/whole-sizes.ts"],
    // On two cores: the tests that start the product wait half of their time.
    maxWorkers: 3,
    projects: [
      { extends: true, test: { name: "alone", include: OF_THEIR_OWN, exclude: EXCLUDED, globalSetup: BUNDLED } },
      // Modules keep nothing between calls, so files share them, which saves loading them for every file.
      {
        extends: true,
        test: { name: "product", include: AROUND_THE_PRODUCT, isolate: false, exclude: EXCLUDED, globalSetup: BUNDLED },
      },
      {
        extends: true,
        test: {
          ...{ name: "rooms", include: ["*/**/*.test.ts"], isolate: false },
          exclude: [...EXCLUDED, ...OF_THEIR_OWN, ...AROUND_THE_PRODUCT],
        },
      },
    ],
    // Bounds for a machine that does ten other things; what is waited for comes much sooner.
    testTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    hookTimeout: 180_000,
    coverage: {
      // V8's, with what the processes run that tests start.
      provider: "custom",
      customProviderModule: "tests/support/coverage-module.ts",
      include: MEASURED,
      exclude: ["**/*.test.ts", "**/testing/**", "**/*.bench.ts", ...DRAWN],
      reporter: ["text-summary", "json-summary"],
      reportOnFailure: true,
      thresholds: THRESHOLDS,
    },
  },
});
