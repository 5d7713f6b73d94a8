import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, describe, expect, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import type { RevisedReading } from "../../core/readings/series.ts";
import { instant, plus } from "../../core/time.ts";
import { type InfluxServer, startInfluxServer } from "../../scripts/harness/influx-server.ts";
import { type Outage, testSeries } from "../../tests/contract/series.ts";
import { ORIGIN } from "../../tests/support/reading-origin.ts";
import { IS_LONG } from "../../tests/support/runs.ts";
import { createInfluxSeries } from "./influx-series.ts";

const EIGHT = instant(Date.UTC(2026, 10, 23, 0, 0));

function reading(outlet: string, parts: Partial<RevisedReading> = {}): RevisedReading {
  const fixed = { pollutant: "a21026", basis: "hour", flag: "N", revision: 0, seq: 1, ...ORIGIN } as const;
  return { outlet, ...fixed, at: EIGHT, value: 35, receivedAt: plus(EIGHT, 5000), ...parts };
}

const servers = (await Promise.all([startInfluxServer(2), startInfluxServer(1)])).filter((server) => server !== undefined);
if (servers.length === 0) test.skip("InfluxDB: no server to test against");
// An outage takes as long as it is waited for: in `npm test` one of them is enough.
for (const [i, server] of servers.entries())
  testAgainst(server, outagesOf(server).slice(0, IS_LONG ? undefined : Number(i === 0)));

function testAgainst(influx: InfluxServer, outages: readonly Outage[]): void {
  const options = { url: influx.url, token: influx.token, org: influx.org, bucket: influx.bucket, timeoutMs: 30_000 };
  afterAll(() => influx.stop());

  testSeries(
    `the long-term store in InfluxDB, ${influx.name}`,
    async () => {
      // An outage is waited for as long; a busy server takes a batch in a part of that.
      const store = createInfluxSeries({ ...options, timeoutMs: 3_000 });
      return { store, close: () => store.close() };
    },
    outages,
  );

  describe(`InfluxDB itself, ${influx.name}`, () => {
    test("a line that the server refuses costs only itself", async () => {
      const store = createInfluxSeries(options);
      const outlet = "e900-DA001";
      // A string where a number belongs: every later number of the same series and field is a type conflict in this
      // shard.
      const line = `reading,outlet=e901-DA001,pollutant=a21026,basis=hour min="text" ${EIGHT + 7 * 86_400_000}`;
      await writeRaw(influx, line);
      const batch = Array.from({ length: 100 }, (_, i) => reading(outlet, { at: plus(EIGHT, 7 * 86_400_000 + i), value: i }));
      const conflicting = reading("e901-DA001", { at: plus(EIGHT, 7 * 86_400_000 + 1), min: 1 });

      const refused = await store.write([...batch.slice(0, 61), conflicting, ...batch.slice(61)]);

      expect(refused.map((r) => r.reading)).toEqual([conflicting]);
      const found = await store.query({ ...reading(outlet), from: EIGHT, to: plus(EIGHT, 8 * 86_400_000) });
      expect(found).toHaveLength(100);
    });

    // InfluxDB 2 makes a bucket with a retention by another way: tests/acceptance/one-bucket-token.long.test.ts.
    const hasRetentionPolicies = influx.name.startsWith("influxd1");
    if (hasRetentionPolicies)
      test("readings beyond the retention are named, the others are written", async () => {
        await fetch(`${influx.url}/query`, {
          method: "POST",
          body: new URLSearchParams({ q: "CREATE DATABASE short WITH DURATION 30d NAME month" }),
        });
        const store = createInfluxSeries({ ...options, bucket: "short/month" });
        const today = instant(Date.now() - (Date.now() % 3_600_000));
        const hours = Array.from({ length: 60 * 24 }, (_, i) =>
          reading("e905-DA001", { at: plus(today, -i * 3_600_000), value: i }),
        );

        const refused = await store.write(hours);

        // What lies on the day of the boundary may have a shard, and is taken then.
        expect(refused.length).toBeGreaterThanOrEqual(29 * 24);
        expect(new Set(refused.map(({ kind }) => kind))).toEqual(new Set(["retention"]));
        expect(Math.max(...refused.map((r) => r.reading.at))).toBeLessThanOrEqual(today - 30 * 86_400_000 + 3_600_000);
        const kept = await store.query({ ...reading("e905-DA001"), from: plus(today, -60 * 86_400_000), to: plus(today, 1) });
        expect(kept.length).toBe(hours.length - refused.length);
      });

    test.each(["e902\\", "e902 b", "e902,b=c", "e902\nreading value=1", ""])(
      "the outlet %j is refused and not written",
      async (outlet) => {
        const store = createInfluxSeries(options);

        const refused = await store.write([reading(outlet), reading("e903-DA001")]);

        expect(refused.map((r) => r.reading.outlet)).toEqual([outlet]);
        expect(await store.query({ ...reading("e903-DA001"), from: EIGHT, to: plus(EIGHT, 1) })).toHaveLength(1);
      },
    );

    test("a bucket that is not there is an outage, not a fault of the readings", async () => {
      const store = createInfluxSeries({ ...options, bucket: "nothing/autogen" });

      await expect(store.write([reading("e904-DA001")])).rejects.toThrow(StoreUnavailableError);
    });
  });
}

function outagesOf({ freeze, thaw, kill, restart }: InfluxServer): readonly Outage[] {
  const frozen = { name: "frozen", begin: freeze, end: thaw };
  return kill && restart ? [frozen, { name: "killed", begin: kill, end: restart }] : [frozen];
}

async function writeRaw(influx: InfluxServer, line: string): Promise<void> {
  const query = new URLSearchParams({ org: influx.org, bucket: influx.bucket, precision: "ms" });
  const headers = { Authorization: `Token ${influx.token}` };
  const answer = await fetch(`${influx.url}/api/v2/write?${query}`, { method: "POST", headers, body: line });
  if (answer.status !== 204) throw new Error(`the line was not written: ${await answer.text()}`);
}

describe("what a real server does not answer on demand", () => {
  test.each([200, 201, 301, 401, 403, 404, 429, 500, 503])("an answer of %i to a write is an outage", async (status) => {
    const door = createServer((_request, response) => response.writeHead(status, { "Retry-After": "1" }).end()).listen(
      0,
      "127.0.0.1",
    );
    await once(door, "listening");
    const address = door.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const store = createInfluxSeries({ url: `http://127.0.0.1:${port}`, token: "t", org: "o", bucket: "b", timeoutMs: 2_000 });

    try {
      await expect(store.write([reading("e1-DA001")])).rejects.toThrow(StoreUnavailableError);
    } finally {
      door.close();
      door.closeAllConnections();
    }
  });
});
