import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { outfall } from "../../tests/support/run-command.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "outfall-settings-"));
const A_FILE = join(FOLDER, "a-file");
writeFileSync(A_FILE, "not a folder");
afterAll(() => rmSync(FOLDER, { recursive: true }));
afterEach(() => {
  vi.unstubAllEnvs();
});

/** What a command says with these settings, in English unless they say otherwise. */
async function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  vi.unstubAllEnvs();
  for (const [name, value] of Object.entries({ LC_ALL: "C.UTF-8", ...env })) vi.stubEnv(name, value);
  return await outfall(...args);
}

test.each([
  ["a data directory that is a file", { OUTFALL_DATA_DIR: A_FILE }, "OUTFALL_DATA_DIR"],
  ["a data directory below a file", { OUTFALL_DATA_DIR: join(A_FILE, "data") }, "OUTFALL_DATA_DIR"],
  [
    "two settings with one port",
    { OUTFALL_DATA_DIR: FOLDER, OUTFALL_MQTT_PORT: "18831", OUTFALL_HJ212_PORT: "18831" },
    "OUTFALL_HJ212_PORT: port 18831 is that of OUTFALL_MQTT_PORT",
  ],
  [
    "a certificate that is not there",
    {
      OUTFALL_DATA_DIR: FOLDER,
      OUTFALL_MQTT_TLS_PORT: "0",
      OUTFALL_MQTT_TLS_CERT: join(FOLDER, "no.pem"),
      OUTFALL_MQTT_TLS_KEY: A_FILE,
    },
    "OUTFALL_MQTT_TLS_CERT",
  ],
])("%s is named by its setting at the start and by config check, with exit code 2", async (_, env, name) => {
  for (const command of [["start"], ["config", "check"]]) {
    const { code, out, errors } = await run(command, env as Record<string, string>);

    expect({ code, out, errors }).toEqual({ code: 2, out: "", errors: expect.stringContaining(`outfall: ${name}`) });
    expect(errors).not.toMatch(/^\s+at /m);
  }
  expect(readdirSync(FOLDER)).toEqual(["a-file"]);
});

test("wrong roles are reported together with everything else that is wrong", async () => {
  const { code, errors } = await run(["start", "--roles", "gateway,gateway,cook"], {
    OUTFALL_DATA_DIR: A_FILE,
    OUTFALL_TYPO: "1",
  });

  expect(code).toBe(2);
  expect(errors.match(/^outfall: [\w-]+/gm)).toEqual([
    "outfall: OUTFALL_TYPO",
    "outfall: OUTFALL_DATA_DIR",
    "outfall: --roles",
    "outfall: --roles",
  ]);
});

test("whoever has a Chinese locale reads in Chinese what is wrong, and all others in English", async () => {
  const wrong = { OUTFALL_HTTP_PORT: "x", OUTFALL_CLOCK: "sundial", OUTFALL_NO_SUCH: "1" };

  const chinese = await run(["config", "check"], { ...wrong, LC_ALL: "zh_CN.UTF-8" });
  const english = await run(["config", "check"], { ...wrong, LC_ALL: "en_US.UTF-8" });
  const help = await run(["--help"], { LC_ALL: "zh_CN.UTF-8" });

  expect(chinese.code).toBe(2);
  expect(chinese.errors.trim().split("\n")).toEqual([
    "outfall: OUTFALL_NO_SUCH: 没有这个设置，见 docs/configuration.md",
    "outfall: OUTFALL_HTTP_PORT: 类型错误，应为 number",
    "outfall: OUTFALL_CLOCK: 应为 system、scaled:<倍数，至多 100000> 或 manual:<带时区的时间>",
  ]);
  expect(english.errors).not.toMatch(/\p{Script=Han}/u);
  expect(english.errors.trim().split("\n")).toHaveLength(3);
  expect(help.out).toContain("重新判定整个日志");
});

test("replay of a data directory without a journal is refused, and nothing is made", async () => {
  const dataDir = join(FOLDER, "empty");

  const { code, out, errors } = await run(["replay"], { OUTFALL_DATA_DIR: dataDir });

  expect({ code, out, errors }).toEqual({ code: 2, out: "", errors: expect.stringContaining("OUTFALL_DATA_DIR") });
  expect(existsSync(dataDir)).toBe(false);
});
