import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { COMMANDS } from "./commands.ts";
import { main } from "./main.ts";

/** A folder of its own for data, and English whatever this machine speaks. */
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), "outfall-commands-"));
  vi.stubEnv("LC_ALL", "C.UTF-8");
  vi.stubEnv("OUTFALL_DATA_DIR", folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
});

/** What a command says and how it ends. */
async function outfall(...args: readonly string[]) {
  let [out, errors] = ["", ""];
  const onOut = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const onErrors = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    errors += String(text);
    return true;
  });
  try {
    return { code: await main(args), out, errors };
  } finally {
    onOut.mockRestore();
    onErrors.mockRestore();
  }
}

test.each([[[]], [["--help"]], [["-h"]], [["help"]]])("%j lists every command", async (args) => {
  const { code, out } = await outfall(...args);

  expect(code).toBe(0);
  for (const { usage } of COMMANDS) expect(out).toContain(`outfall ${usage}`);
});

test.each(COMMANDS.map(({ name, options = [] }) => ({ name, options })))(
  "$name --help lists every option of the command",
  async ({ name, options }) => {
    const { code, out } = await outfall(name, "--help");

    expect(code).toBe(0);
    for (const [option] of options) expect(out).toContain(`\n  ${option}`);
  },
);

test("limits check counts the rows of the shipped files and finds nothing wrong, in words and as JSON", async () => {
  const words = await outfall("limits", "check");
  const json = await outfall("limits", "check", "--json");

  expect(words).toMatchObject({ code: 0, out: expect.stringContaining("limits.verified.json") });
  expect(JSON.parse(json.out)).toMatchObject([
    { file: "limits.verified.json", problems: [] },
    { file: "limits.unverified.json", problems: [] },
  ]);
});

test("config check shows the settings without secrets", async () => {
  vi.stubEnv("OUTFALL_ADMIN_TOKEN", "a-token-that-nobody-may-read-0123456789");

  const { code, out } = await outfall("config", "check", "--json");

  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ dataDir: process.env["OUTFALL_DATA_DIR"] });
  expect(out).not.toContain("a-token-that-nobody-may-read");
});

test("config check names each setting that is wrong", async () => {
  vi.stubEnv("OUTFALL_HTTP_PORT", "many");
  vi.stubEnv("OUTFALL_MQTT_PORT", "-1");

  const { code, errors } = await outfall("config", "check");

  expect(code).toBe(2);
  expect(errors).toContain("OUTFALL_HTTP_PORT");
  expect(errors).toContain("OUTFALL_MQTT_PORT");
});

test.each([
  [["nothing-of-the-kind"], "nothing-of-the-kind"],
  [["limits"], "limits check"],
  [["limits", "check", "--fast"], "limits check"],
  [["config", "check", "--fast"], "config check"],
  [["start", "--fast"], "--fast"],
  [["start", "--roles", "gateway,cook"], "cook"],
  [["replay", "--fast"], "--fast"],
  [["replay"], "journal.sqlite"],
  [["registry"], "registry"],
  [["registry", "import"], "registry"],
  [["simulate"], "scenario"],
  [["simulate", "all-quiet", "bypass-opened"], "scenario"],
  [["simulate", "all-quiet", "--fleet", "3"], "scenario"],
  [["simulate", "all-quiet", "--seed", "x"], "--seed"],
  [["simulate", "all-quiet", "--start", "yesterday"], "--start"],
  [["simulate", "all-quiet", "--speed", "0x"], "--speed"],
  [["simulate", "all-quiet", "--to", "ftp://x"], "--to"],
  [["simulate", "--fleet", "3", "--interval", "0"], "--interval"],
  [["decode", "--crc", "none-that-is-known"], "--crc"],
])("%j is a wrong call: exit code 2, and what is wrong is named", async (args, named) => {
  const { code, errors } = await outfall(...args);

  expect({ code, errors }).toEqual({ code: 2, errors: expect.stringContaining(named) });
});

test("simulate --list names the scenarios with their families, and --registry prints what one of them needs", async () => {
  const list = await outfall("simulate", "--list");
  const registry = await outfall("simulate", "treatment-failure", "--registry");

  expect(list).toMatchObject({ code: 0, out: expect.stringMatching(/^treatment-failure +\S/m) });
  expect(JSON.parse(registry.out)).toMatchObject({ devices: expect.any(Array), outlets: expect.any(Array) });
});

test("a scenario of one's own that is none is refused with what is wrong in it", async () => {
  const file = join(process.env["OUTFALL_DATA_DIR"] ?? "", "own.yaml");
  writeFileSync(file, "name: own\n");

  const { code, errors } = await outfall("simulate", file);

  expect(code).toBe(2);
  expect(errors).toContain("family");
});

test("decode reads a file of frames and ends with 0 when all of them are good", async () => {
  const file = join(process.env["OUTFALL_DATA_DIR"] ?? "", "frames.txt");
  writeFileSync(
    file,
    "##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n",
  );

  const { code, out } = await outfall("decode", file);

  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ mn: "010000A8900016F000169DC0", cn: "1062" });
});
