import { expect, test, vi } from "vitest";
import { outfall, ownDataFolder } from "../../tests/support/run-command.ts";

test.each([
  [[], {}, ["use: reship --from INSTANT"]],
  [
    ["--from", "yesterday", "--to", "2026-01-05T00:00:00"],
    {},
    ["--from: yesterday is no time", "--to: 2026-01-05T00:00:00 is no"],
  ],
  [["--from", "2026-01-05T00:00:00Z", "--to", "2026-01-05T08:00:00+08:00"], {}, ["--to: must be later than --from"]],
  [["--from", "2026-01-05T00:00:00Z", "--until", "x"], {}, ["--until"]],
  [["--from", "2026-01-05T00:00:00Z"], {}, ["OUTFALL_INFLUX_URL: is not set", "OUTFALL_DATA_DIR: /nonexistent/outfall has no"]],
  [["--from", "2026-01-05T00:00:00Z"], { OUTFALL_INFLUX_URL: "influx" }, ["OUTFALL_INFLUX_URL"]],
] as const)("reship %j is refused by name with exit code 2, and nothing is made", async (args, env, problems) => {
  ownDataFolder();
  for (const [name, value] of Object.entries({ OUTFALL_DATA_DIR: "/nonexistent/outfall", ...env })) vi.stubEnv(name, value);

  const { code, out, errors } = await outfall("reship", ...args);

  expect([code, out]).toEqual([2, ""]);
  for (const problem of problems) expect(errors).toContain(problem);
  expect(errors).not.toMatch(/^\s+at /m);
});
