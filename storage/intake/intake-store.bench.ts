import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bench, describe } from "vitest";
import type { IntakeStore } from "../../core/readings/intake.ts";
import type { DecodedMessage } from "../../core/readings/message.ts";
import type { Reading } from "../../core/readings/reading.ts";
import { instant } from "../../core/time.ts";
import { ORIGIN } from "../../tests/support/reading-origin.ts";
import { openIntakeStore } from "./intake-store.ts";

const START = Date.UTC(2026, 10, 23);
const POLLUTANTS = ["a21026", "a21002", "a34013", "a19001", "a01011"];
const DEVICES = 500;
const BATCH = 1000;

/** Realtime messages of 500 devices in turn, a minute apart. */
function messages(firstSeq: number, pollutants: readonly string[]): DecodedMessage[] {
  return Array.from({ length: BATCH }, (_, i) => {
    const seq = firstSeq + i;
    const at = instant(START + Math.floor(seq / DEVICES) * 60_000);
    const readings = pollutants.map(
      (pollutant): Reading => ({
        outlet: `e${seq % DEVICES}-DA001`,
        pollutant,
        basis: "realtime",
        at,
        value: (seq % 997) / 10,
        flag: "N",
        ...ORIGIN,
        order: at,
        arrival: { entry: seq, digest: seq },
      }),
    );
    const mn = `SIM410102${String(seq % DEVICES).padStart(15, "0")}`;
    const raw = new Uint8Array(0);
    const fixed = { transport: "mqtt", topic: "", raw, isControl: false, rejections: [], quirks: [] } as const;
    return { ...fixed, messageId: seq, seq, receivedAt: at, mn, readings };
  });
}

describe("apply 1,000 messages", () => {
  for (const count of [1, 5]) {
    let directory: string;
    let store: IntakeStore;
    let seq: number;
    bench(
      `${count} readings each, realtime in order`,
      async () => {
        await store.apply(messages(seq, POLLUTANTS.slice(0, count)), seq + BATCH - 1);
        seq += BATCH;
      },
      {
        setup: () => {
          directory = mkdtempSync(join(tmpdir(), "outfall-intake-"));
          store = openIntakeStore({ directory });
          seq = 1;
        },
        teardown: async () => {
          await store.close();
          rmSync(directory, { recursive: true });
        },
      },
    );
  }
});
