import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { outfall, ownDataFolder } from "../../tests/support/run-command.ts";
import { SIMULATE_OPTIONS } from "./simulate-options.ts";

let folder = "";
beforeEach(() => {
  folder = ownDataFolder();
});

test("a start before now is taken with and without an equals sign", async () => {
  for (const start of [["--start", "-8h"], ["--start=-8h"]]) {
    const { code, errors } = await outfall("simulate", "bypass-opened", ...start, "--truth", join(folder, "truth.json"));
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
  }
});

test("simulate --help names every option, and --list --json every scenario", async () => {
  const help = await outfall("simulate", "--help");
  const list = await outfall("simulate", "--list", "--json");

  for (const name of Object.keys(SIMULATE_OPTIONS)) expect(help.out).toContain(`\n  --${name}`);
  expect(JSON.parse(list.out)).toContainEqual(
    expect.objectContaining({ name: "treatment-failure", title: { zh: expect.any(String), en: expect.any(String) } }),
  );
});

test.each([
  [["simulate", "nope.yaml"]],
  [["registry", "import", "nope.json"]],
  [["decode", "nope.bin"]],
  [["simulate", "bypass-opened", "--dump", "nope/dump.jsonl"]],
])("a file that cannot be had is named with the reason in words, exit code 2: %j", async (args) => {
  const { code, errors } = await outfall(...args);

  expect({ code, errors }).toEqual({
    code: 2,
    errors: expect.stringMatching(/^outfall: nope[\w./]*: there is no such file or folder\n$/),
  });
});

test.each([
  [["simulate"], "name one scenario"],
  [["simulate", "no-such-thing"], "no-such-thing"],
  [["simulate", "all-quiet", "--speed", "fast"], "--speed"],
  [["simulate", "all-quiet", "--start", "yesterday"], "--start"],
  [["simulate", "all-quiet", "--to", "ftp://x"], "--to"],
  [["simulate", "--fleet", "many"], "--fleet"],
])("%j is a wrong call: exit code 2, and it says why", async (args, why) => {
  const { code, errors } = await outfall(...args);

  expect({ code, errors }).toEqual({ code: 2, errors: expect.stringContaining(why) });
});
