import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SIMULATE_OPTIONS } from "../../app/cli/simulate-options.ts";
import { finished, Product, runOutfall } from "../support/product.ts";

test("a scenario written twice gives identical bytes and an identical truth", async () => {
  const folder = mkdtempSync(join(tmpdir(), "outfall-simulate-"));
  const write = async (run: string): Promise<readonly string[]> => {
    const [dump, truth] = [join(folder, `${run}.jsonl`), join(folder, `${run}.json`)] as const;
    const { code } = await finished(runOutfall(["simulate", "bypass-opened", "--dump", dump, "--truth", truth]));
    expect(code).toBe(0);
    return [readFileSync(dump, "utf8"), readFileSync(truth, "utf8")];
  };

  const [first, second] = await Promise.all([write("a"), write("b")]);
  rmSync(folder, { recursive: true });

  expect(second).toEqual(first);
  expect(first[0]?.split("\n").length).toBeGreaterThan(100);
});

test("a scenario is imported, played over both doors, and reported", async () => {
  await using product = await Product.start();
  const { http, mqtt, hj212 } = product.doors;
  const to = `mqtt://${mqtt.host}:${mqtt.port},hj212://${hj212.host}:${hj212.port}`;

  const args = ["simulate", "treatment-failure", "--import", "--to", to, "--json"];
  const { code, out, errors } = await finished(runOutfall(args, { OUTFALL_HTTP_PORT: String(http.port) }));

  expect({ code, errors }).toMatchObject({ code: 0, errors: expect.stringContaining("98/98") });
  expect(JSON.parse(out)).toMatchObject({ scenario: "treatment-failure", sent: 98, acknowledged: 98, refused: 0, resent: 0 });
  const findings = await product.until(
    async () => (await product.ask("GET", "/api/v1/findings")).body.items,
    (items) => items.length === 3,
  );
  expect(findings[0]).toMatchObject({ rule: "EXCEED-HOUR", outlet: "e4-DA001", pollutant: "a21026" });
});

test("a fleet is imported and every value of it is acknowledged", async () => {
  await using product = await Product.start();
  const { http, mqtt, hj212 } = product.doors;
  const ports = {
    OUTFALL_HTTP_PORT: String(http.port),
    OUTFALL_MQTT_PORT: String(mqtt.port),
    OUTFALL_HJ212_PORT: String(hj212.port),
  };

  const args = ["simulate", "--fleet", "40", "--interval", "1", "--for", "2", "--ramp", "1", "--import", "--json"];
  const { code, out } = await finished(runOutfall(args, ports));

  expect({ code, report: JSON.parse(out) }).toMatchObject({
    code: 0,
    report: { sent: 80, acknowledged: 80, unanswered: 0, connected: 40 },
  });
});

test.concurrent("a scenario against closed ports ends, says at which doors nobody answers, and reports", async () => {
  const to = "mqtt://127.0.0.1:1,hj212://127.0.0.1:1";

  const { code, out, errors } = await finished(runOutfall(["simulate", "treatment-failure", "--to", to, "--json"]));

  expect({ code, errors }).toEqual({ code: 1, errors: expect.stringContaining("nobody answers at hj212://127.0.0.1:1") });
  expect(errors).toContain("98/98 given, 0 acknowledged");
  expect(JSON.parse(out)).toMatchObject({ scenario: "treatment-failure", acknowledged: 0, refused: 98 });
});

test.concurrent("a start before now is taken with and without an equals sign", async () => {
  const folder = mkdtempSync(join(tmpdir(), "outfall-simulate-"));
  for (const start of [["--start", "-8h"], ["--start=-8h"]]) {
    const truth = join(folder, "truth.json");
    const { code, errors } = await finished(runOutfall(["simulate", "bypass-opened", ...start, "--truth", truth]));
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
  }
  rmSync(folder, { recursive: true });
});

test.concurrent("simulate --help names every option, and --list --json every scenario", async () => {
  const help = await finished(runOutfall(["simulate", "--help"]));
  const list = await finished(runOutfall(["simulate", "--list", "--json"]));

  for (const name of Object.keys(SIMULATE_OPTIONS)) expect(help.out).toContain(`\n  --${name}`);
  expect(JSON.parse(list.out)).toContainEqual(
    expect.objectContaining({ name: "treatment-failure", title: { zh: expect.any(String), en: expect.any(String) } }),
  );
});

test.concurrent.each([
  [["simulate", "nope.yaml"]],
  [["registry", "import", "nope.json"]],
  [["decode", "nope.bin"]],
  [["simulate", "bypass-opened", "--dump", "nope/dump.jsonl"]],
])("a file that cannot be had is named with the reason in words, exit code 2: %j", async (args) => {
  const { code, errors } = await finished(runOutfall(args));

  expect({ code, errors }).toEqual({
    code: 2,
    errors: expect.stringMatching(/^outfall: nope[\w./]*: there is no such file or folder\n$/),
  });
});

test.concurrent.each([
  [["simulate"], "name one scenario"],
  [["simulate", "no-such-thing"], "no-such-thing"],
  [["simulate", "all-quiet", "--speed", "fast"], "--speed"],
  [["simulate", "all-quiet", "--start", "yesterday"], "--start"],
  [["simulate", "all-quiet", "--to", "ftp://x"], "--to"],
  [["simulate", "--fleet", "many"], "--fleet"],
])("%j is a wrong call: exit code 2, and it says why", async (args, why) => {
  const { code, errors } = await finished(runOutfall(args));

  expect({ code, errors }).toEqual({ code: 2, errors: expect.stringContaining(why) });
});

// Behaviour
test("loggers of a scenario that is played answer what the platform asks of them, over both doors", async () => {
  await using product = await Product.start();
  const { http, mqtt, hj212 } = product.doors;
  const to = `mqtt://${mqtt.host}:${mqtt.port},hj212://${hj212.host}:${hj212.port}`;
  const args = ["simulate", "realtime", "--import", "--start", "-2h", "--speed", "10", "--to", to];
  const playing = runOutfall(args, { OUTFALL_HTTP_PORT: String(http.port) });
  try {
    const devices = await product.until(
      async () => (await product.ask("GET", "/api/v1/devices")).body.items,
      (items) =>
        ["hj212", "mqtt"].every((transport) => items.some((d: Listed) => d.line.connected && d.line.transport === transport)),
    );
    const connected = (transport: string) =>
      devices.find((d: Listed) => d.line.connected && d.line.transport === transport).mn as string;

    for (const mn of [connected("hj212"), connected("mqtt")]) {
      const told = await ended(product, mn, { command: "read-interval", cn: "1061" });
      expect(told).toMatchObject({ state: "done", returnCode: 1 });
      expect(told.answers.map(({ cn }: { cn: string }) => cn)).toEqual(["9011", "1061", "9012"]);
    }
    const [from, end] = [new Date(Date.now() - 30 * 86_400_000), new Date(Date.now() - 29 * 86_400_000)];
    const history = { command: "history", cn: "2061", from: from.toISOString(), to: end.toISOString() };
    expect(await ended(product, connected("hj212"), history)).toMatchObject({ state: "done", returnCode: 100 });
    expect(await ended(product, connected("hj212"), { command: "stop-realtime" })).toMatchObject({ state: "done" });
  } finally {
    playing.kill("SIGKILL");
    await finished(playing);
  }
});

interface Listed {
  readonly mn: string;
  readonly line: { readonly connected: boolean; readonly transport: string };
}

async function ended(product: Product, mn: string, command: object) {
  const { body } = await product.ask("POST", `/api/v1/devices/${mn}/commands`, command);
  return product.until(
    async () => (await product.ask("GET", `/api/v1/devices/${mn}/commands/${body.id}`)).body,
    (exchange) => !["queued", "sent", "accepted"].includes(exchange.state),
  );
}
