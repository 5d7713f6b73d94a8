import { defineConfig } from "vitest/config";

/** What `npm test` tries less often, or of which it tries a part (`tests/support/runs.ts`). */
const PROPERTIES = [
  "tests/replay/*.test.ts",
  "tests/model/*.test.ts",
  "ingest/codecs/hj212/decode-conforming.test.ts",
  "broker/hostile.test.ts",
  "tests/broker/model/*.test.ts",
  "storage/intake/intake-model.test.ts",
  "storage/series/influx-series.test.ts",
  "api/evil-strings.test.ts",
  "simulators/scenarios/library.test.ts",
];

/** What needs minutes rather than seconds: `npm run test:long`, which CI runs after the others. */
export default defineConfig({
  test: {
    include: ["*/**/*.long.test.ts", ...PROPERTIES],
    exclude: ["node_modules/**", "dist/**"],
    globalSetup: "tests/support/bundled-product.ts",
    setupFiles: ["tests/support/whole-sizes.ts"],
    env: { OUTFALL_TEST_LONG: "1" },
    testTimeout: 300_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
