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

  const [first, second] = [await write("a"), await write("b")];
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

test.each([
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
