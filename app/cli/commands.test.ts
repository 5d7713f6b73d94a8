import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { outfall, ownDataFolder } from "../../tests/support/run-command.ts";
import { COMMANDS } from "./commands.ts";

beforeEach(ownDataFolder);

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

// Behaviour
test("config check stars credentials that stand in an address", async () => {
  vi.stubEnv("OUTFALL_INFLUX_URL", "http://writer:s3cr3t@influx.lan:8086/?p=s3cr3t&db=a");
  vi.stubEnv("OUTFALL_INFLUX_TOKEN", "writer:s3cr3t");
  vi.stubEnv("OUTFALL_POSTGRES_URL", "postgres://outfall:s3cr3t@db.lan/outfall");

  const { code, out } = await outfall("config", "check");

  expect([code, JSON.parse(out).influx.url]).toEqual([0, "http://***@influx.lan:8086/?p=***&db=a"]);
  expect(out).not.toMatch(/s3cr3t|writer/);
});

test.each([[["doctor"]], [["replay"]], [["registry", "export", "x.json"]], [["simulate", "all-quiet", "--speed", "max"]]])(
  "%j names each setting that is wrong before it does anything",
  async (args) => {
    vi.stubEnv("OUTFALL_HTTP_PORT", "many");

    const { code, out, errors } = await outfall(...args);

    expect({ code, out, errors }).toEqual({ code: 2, out: "", errors: expect.stringContaining("OUTFALL_HTTP_PORT") });
  },
);

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
  [["start", "--roles", "simulators,api"], "gateway"],
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
  [["simulate", "all-quiet", "--to", "nowhere"], "--to"],
  [["registry", "export", "x.json", "--preview"], "registry"],
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

const FRAME =
  "##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";

test("bytes between frames are told on standard error, so that whoever counts lines counts frames; many are counted", async () => {
  const file = join(process.env["OUTFALL_DATA_DIR"] ?? "", "capture.bin");
  writeFileSync(file, `noise\r\n${FRAME}`.repeat(22));

  const { code, out, errors } = await outfall("decode", file);

  expect([code, out.trimEnd().split("\n").length]).toEqual([0, 22]);
  // Twenty places and a line that says how many more there are.
  expect(errors.trimEnd().split("\n").length).toBe(21);
  expect(errors).toMatch(/2[^\n]*\n$/);
});

test("a file without any frame is answered with what stands there, and exit code 1", async () => {
  const file = join(process.env["OUTFALL_DATA_DIR"] ?? "", "capture.bin");
  writeFileSync(file, "noise\r\n");

  const { code, out, errors } = await outfall("decode", file);

  expect({ code, errors }).toEqual({ code: 1, errors: "" });
  expect(JSON.parse(out)).toMatchObject({ ok: false, error: { code: "not-a-frame", offset: 0 } });
});
