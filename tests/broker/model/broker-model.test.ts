import fc from "fast-check";
import { expect, test } from "vitest";
import { type Broker, startBroker } from "../../../broker/start-broker.ts";
import { knownDevices, MN_A, NOW } from "../../../broker/testing/broker-fixture.ts";
import { NO_COUNTERS } from "../../../core/counters.ts";
import type { JournalWriter } from "../../../core/journal/journal.ts";
import type { JournalEntry, NewEntry } from "../../../core/journal/journal-entry.ts";
import { NO_LOG } from "../../../core/log.ts";
import { indexRegistry } from "../../../core/registry/grid.ts";
import { beijingDate, formatIso, instant } from "../../../core/time.ts";
import { decodeEntry } from "../../../ingest/decode-entry.ts";
import { MemoryIntake } from "../../../storage/memory/memory-intake.ts";
import { MemorySeries } from "../../../storage/memory/memory-series.ts";
import { CONTENTS, stories } from "./story.ts";
import { type StoryDoor, tellStory } from "./tell-story.ts";

const HOUR = 3_600_000;
const FIRST_HOUR = NOW - (NOW % HOUR) - 48 * HOUR;
const SEEDS = process.env["OUTFALL_TEST_LONG"] === "1" ? 2_000 : 150;

const NOTHING = { cells: [], units: [], people: [], assignments: [], enterprises: [], emissionUnits: [], treatmentUnits: [] };
const REGISTRY = indexRegistry({
  schema: "outfall/registry/1",
  ...{ ...NOTHING, outlets: [], limits: [] },
  devices: [{ mn: MN_A }],
  channels: [{ outlet: "e1-DA001", device: MN_A, factor: "a21026", pollutant: "a21026", unit: "mg/m3" }],
});

/** Every content is the value of an hour of its own. */
function payloadOf(content: number): string {
  const at = formatIso(instant(FIRST_HOUR + content * HOUR));
  return JSON.stringify({ at, basis: "hour", values: { a21026: { value: content + 1 } } });
}

/** A disk that takes a moment: what is on its way when the machine breaks is gone. */
class BreakableJournal implements JournalWriter {
  readonly entries: JournalEntry[] = [];
  #life = 0;

  append(entry: NewEntry): Promise<number> {
    const life = this.#life;
    return new Promise((resolve) =>
      setImmediate(() => {
        if (life !== this.#life) return;
        const seq = this.entries.length + 1;
        this.entries.push({ format: 1, ...entry, payload: Uint8Array.from(entry.payload), seq });
        resolve(seq);
      }),
    );
  }

  crash(): void {
    this.#life += 1;
  }

  pendingBytes = (): number => 0;
  health = (): "ok" => "ok";
  onHealth(): void {}
  onDurable(): void {}
  async close(): Promise<void> {}
}

class BrokerInProcess implements StoryDoor {
  readonly mn = MN_A;
  readonly secret = `secret-of-${MN_A}`;
  readonly clients = "client";
  readonly payloadOf = payloadOf;
  readonly journal = new BreakableJournal();
  #broker: Broker | undefined;

  get address(): { readonly host: string; readonly port: number } {
    return { host: "127.0.0.1", port: this.#broker?.port ?? 0 };
  }

  async start(): Promise<void> {
    this.#broker = await startBroker({
      plain: { host: "127.0.0.1", port: 0 },
      journal: this.journal,
      devices: knownDevices([MN_A]),
      clock: { now: () => NOW, kind: "manual" },
      counters: NO_COUNTERS,
      log: NO_LOG,
      limits: { takeOversPerMinute: 1_000_000, deviceRate: 1_000_000, closeTimeoutMs: 50, lingerMs: 50 },
    });
  }

  async stop(): Promise<void> {
    await this.#broker?.close();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async crash(): Promise<void> {
    this.journal.crash();
    await this.restart();
  }
}

/** Everything in the journal, as the intake keeps it. */
async function keep(entries: readonly JournalEntry[]) {
  const intake = new MemoryIntake();
  const series = new MemorySeries();
  const results = await intake.apply(
    entries.map((entry) => decodeEntry(entry, REGISTRY)),
    entries.length,
  );
  await series.write(results.flatMap(({ readings }) => readings));
  const where = { outlet: "e1-DA001", pollutant: "a21026", basis: "hour" } as const;
  const points = await series.query({ ...where, from: instant(0), to: NOW });
  const versions = await Promise.all(points.map(({ at }) => series.versions({ ...where, at })));
  return { account: await intake.account({ day: beijingDate(NOW) }), points, versions: versions.flat() };
}

// Behaviour
test("whatever clients, cuts and restarts do: what is acknowledged over MQTT is in the account, and nothing is twice in the series", async () => {
  const seen = { acknowledgements: 0, duplicates: 0 };
  await fc.assert(
    fc.asyncProperty(stories(["restart", "crash"], 30), async (story) => {
      const door = new BrokerInProcess();
      await door.start();
      const acknowledged = await tellStory(door, story).finally(() => door.stop());

      const { entries } = door.journal;
      const journalled = entries.map(({ payload }) => Buffer.from(payload).toString());
      const { account, points, versions } = await keep(entries);

      for (const [content, times] of acknowledged) {
        expect(journalled.filter((payload) => payload === payloadOf(content)).length).toBeGreaterThanOrEqual(times);
      }
      const said = [...Array(CONTENTS).keys()].filter((content) => journalled.includes(payloadOf(content)));
      expect(points.map(({ value }) => value)).toEqual(said.map((content) => content + 1));
      expect(versions).toHaveLength(said.length);
      expect(account).toEqual({
        received: entries.length,
        stored: said.length,
        duplicates: entries.length - said.length,
        quarantined: 0,
        control: 0,
      });
      seen.acknowledgements += [...acknowledged.values()].reduce((sum, times) => sum + times, 0);
      seen.duplicates += account.duplicates;
    }),
    { numRuns: SEEDS, seed: 20_261_201 },
  );

  // The stories are about something.
  expect(seen.acknowledgements).toBeGreaterThan(SEEDS * 2);
  expect(seen.duplicates).toBeGreaterThan(SEEDS);
});
