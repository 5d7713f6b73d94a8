import { defineConfig } from "vitest/config";

/** Tests that need minutes rather than seconds: `npm run test:long`, which CI runs after the others. */
export default defineConfig({
  test: {
    include: ["*/**/*.long.test.ts"],
    exclude: ["node_modules/**", "dist/**"],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
