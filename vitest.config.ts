import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["*/**/*.test.ts"],
    exclude: ["node_modules/**", "dist/**"],
    testTimeout: 60_000,
    // On a busy machine a second is soon over; what is waited for comes much sooner.
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 60_000,
    maxWorkers: 2,
    coverage: {
      provider: "v8",
      include: [
        "core/**/*.ts",
        "rules/**/*.ts",
        "cases/**/*.ts",
        "ingest/**/*.ts",
        "storage/**/*.ts",
        "broker/**/*.ts",
        "api/**/*.ts",
      ],
    },
  },
});
