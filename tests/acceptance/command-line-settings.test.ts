import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { finished, Product, runOutfall } from "../support/product.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "outfall-settings-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const run = (args: readonly string[], env: Record<string, string> = {}) => finished(runOutfall(args, env));

/** A port at which somebody else listens. */
async function occupiedPort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { port, [Symbol.dispose]: () => void server.close() };
}

const product = await Product.start();
afterAll(() => product[Symbol.asyncDispose]());

test("metrics are there as soon as the product is ready", async () => {
  const text = await (await fetch(`${product.url}/metrics`)).text();

  for (const role of ["gateway", "pipeline", "api"]) {
    expect(text).toContain(`outfall_event_loop_delay_max_seconds{role="${role}"`);
  }
});

test("every port that is in use is named by its setting, with exit code 2 and no stack trace", async () => {
  using mqtt = await occupiedPort();
  using http = await occupiedPort();
  const dataDir = join(FOLDER, "ports");

  const { code, out, errors } = await run(["start"], {
    OUTFALL_DATA_DIR: dataDir,
    OUTFALL_MQTT_PORT: String(mqtt.port),
    OUTFALL_HTTP_PORT: String(http.port),
  });

  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(errors.trim().split("\n").toSorted()).toEqual([
    `outfall: OUTFALL_HTTP_PORT: port ${http.port} on 127.0.0.1 is in use by another process`,
    `outfall: OUTFALL_MQTT_PORT: port ${mqtt.port} on 127.0.0.1 is in use by another process`,
  ]);
  rmSync(dataDir, { recursive: true });
});

test("an address that this machine does not have is named once", async () => {
  const dataDir = join(FOLDER, "host");

  const { code, errors } = await run(["start"], { OUTFALL_DATA_DIR: dataDir, OUTFALL_HOST: "192.0.2.1" });

  expect({ code, errors }).toEqual({ code: 2, errors: expect.stringMatching(/^outfall: OUTFALL_HOST: 192\.0\.2\.1 .+\n$/) });
  rmSync(dataDir, { recursive: true });
});

test("a second holder of roles on one data directory refuses to start and names each that is taken", async () => {
  const { code, errors } = await run(["start"], { OUTFALL_DATA_DIR: product.dataDir });

  expect(code).toBe(2);
  for (const role of ["gateway", "pipeline", "api"]) expect(errors).toContain(`the role ${role} is taken`);
  expect((await product.ask("GET", "/healthz")).status).toBe(200);
});

test("the running product writes its doors where commands find them, and takes them away when it stops", async () => {
  const file = join(product.dataDir, "doors.json");
  const env = { OUTFALL_DATA_DIR: product.dataDir };

  expect(statSync(file).mode & 0o777).toBe(0o600);
  const exported = await run(["registry", "export", "-"], env);
  expect(exported).toMatchObject({ code: 0, errors: "" });
  const child = runOutfall(["registry", "import", "-", "--json"], env);
  child.stdin?.end(exported.out);
  const imported = await finished(child);
  expect({ ...imported, out: JSON.parse(imported.out) }).toMatchObject({ code: 0, out: { changed: {} } });
  const played = await run(["simulate", "treatment-failure", "--import", "--json"], env);
  expect({ ...played, out: JSON.parse(played.out) }).toMatchObject({ code: 0, out: { acknowledged: 98, givenUp: null } });

  await product.stop();
  expect(existsSync(file)).toBe(false);
  const late = await run(["registry", "export", "-"], env);
  expect(late).toMatchObject({ code: 2, errors: expect.stringContaining("OUTFALL_HTTP_PORT") });
});

test.each(["locks", "secrets.key", "records.sqlite"])(
  "a stop before the product is ready ends well: %s was just made",
  async (file) => {
    const dataDir = join(FOLDER, `early-${file}`);
    const child = runOutfall(["start"], { OUTFALL_DATA_DIR: dataDir });
    const end = finished(child);
    await expect.poll(() => existsSync(join(dataDir, file)), { interval: 2 }).toBe(true);
    child.kill("SIGTERM");

    const { code, out, errors } = await end;

    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(out.trim().split("\n").at(-1)).toBe('{"event":"stopped"}');
    rmSync(dataDir, { recursive: true });
  },
);
