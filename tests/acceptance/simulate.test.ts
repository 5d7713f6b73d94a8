import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
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
