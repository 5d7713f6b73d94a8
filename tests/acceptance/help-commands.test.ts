import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Product } from "../support/product.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const START_MS = 90_000;

/** The commands of a page of docs/help; both of its languages have the same, which a test beside the pages proves. */
function commandsOf(page: string): readonly string[] {
  const text = readFileSync(join(ROOT, `docs/help/${page}.md`), "utf8");
  return [...new Set([...text.matchAll(/^```sh\n([\s\S]*?)\n```$/gm)].map(([, command = ""]) => command))];
}

const SHELL = { cwd: ROOT, encoding: "utf8" } as const;
const hasMosquitto = (spawnSync("mosquitto_pub", ["--help"]).error as NodeJS.ErrnoException | undefined)?.code !== "ENOENT";
if (!hasMosquitto) console.warn("the line of docs/help for mosquitto_pub is left out: it is not installed");

describe("the commands of docs/help, as they stand", { timeout: START_MS }, () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start({ args: ["--demo"] });
  }, START_MS);
  afterAll(() => product?.[Symbol.asyncDispose]());

  test("the frame for a shell is answered by the demo with 9014, and the device is heard", async () => {
    const line = commandsOf("connect-a-logger").find((command) => command.includes("| nc -q 2 127.0.0.1 9212")) ?? "";
    const frame = execFileSync("sh", ["-c", line.split(" | nc ")[0] ?? ""], SHELL);
    const socket = connect(product.doors.hj212.port, product.doors.hj212.host);
    const answer = new Promise<string>((done, failed) => {
      socket.on("error", failed);
      socket.once("data", (bytes) => done(String(bytes)));
    });
    socket.write(frame);

    expect(await answer).toContain("QN=20260102030500123;ST=91;CN=9014;");
    socket.destroy();
  });

  test("the frame is decoded by the command line", () => {
    const line = commandsOf("connect-a-logger").find((command) => command.endsWith("outfall.js decode")) ?? "";

    expect(JSON.parse(execFileSync("sh", ["-c", line], SHELL))).toMatchObject({ ok: true, cn: "2011", quirks: [] });
  });

  test.runIf(hasMosquitto)("the line for mosquitto_pub is taken by the demo, and its value is stored", async () => {
    const [line = ""] = commandsOf("connect-by-mqtt");
    execFileSync("sh", ["-c", line.replace("-p 1883", `-p ${product.doors.mqtt.port}`)], SHELL);

    const hour = "from=2026-11-23T00:00:00Z&to=2026-11-23T01:00:00Z";
    const points = await product.until(
      async () => (await product.ask("GET", `/api/v1/outlets/e1-B1/series?pollutant=a34001&basis=hour&${hour}`)).body.points,
      (found) => found.length > 0,
    );
    expect(points).toMatchObject([{ at: "2026-11-23T00:00:00.000Z", value: 0.24, flag: "N" }]);
  });

  test("the example of the registry is written, and an empty installation says what it would change, and changes nothing", async () => {
    const token = "help-administrator-token-of-one-run";
    const folder = mkdtempSync(join(tmpdir(), "outfall-help-"));
    await using empty = await Product.start({ env: { OUTFALL_ADMIN_TOKEN: token } });
    try {
      const [example = "", preview = ""] = commandsOf("bring-in-the-registry");
      const run = (command: string): string => {
        const door = { OUTFALL_ADMIN_TOKEN: token, OUTFALL_HTTP_PORT: String(empty.doors.http.port), LC_ALL: "C.UTF-8" };
        const there = command.replaceAll("registry.json", join(folder, "registry.json"));
        return execFileSync("sh", ["-c", there], { ...SHELL, env: { ...process.env, ...door } });
      };
      run(example);

      expect(run(preview)).toContain("cells");
      expect((await empty.ask("GET", "/api/v1/registry", undefined, token)).body.cells).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
