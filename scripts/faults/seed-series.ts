import type { DecodedMessage } from "../../core/readings/message.ts";
import type { Reading } from "../../core/readings/reading.ts";
import { DAY, instant, LAST_INSTANT, plus } from "../../core/time.ts";
import { openIntakeStore } from "../../storage/intake/intake-store.ts";

export const SEEDED_DAYS = 99;
const STEP_MS = 20_000;
/** In the middle of it, so that whoever reads the chart sees that no extreme was lost. */
export const SEEDED_EXTREME = 999;

/**
 * Fills a series of a stopped product with 99 days of 20-second values up to now and packs it: through the port of the
 * working store, since 427,680 messages over a door and the journal take minutes. The cursor of the intake stays where
 * it was. Gives how many values there are.
 */
export async function seedSeries(
  dataDir: string,
  { outlet, mn }: { readonly outlet: string; readonly mn: string },
): Promise<number> {
  const store = openIntakeStore({ directory: dataDir });
  const cursor = await store.cursor();
  const start = Math.floor(Date.now() / STEP_MS) * STEP_MS - SEEDED_DAYS * DAY;
  const perDay = DAY / STEP_MS;
  for (let day = 0; day < SEEDED_DAYS; day += 1) {
    const readings = Array.from({ length: perDay }, (_, i): Reading => {
      const [n, at] = [day * perDay + i, instant(start + day * DAY + i * STEP_MS)];
      const value = n === (SEEDED_DAYS * perDay) / 2 ? SEEDED_EXTREME : 50 + ((n * 31) % 97) / 10;
      const origin = { outlet, mn, factor: "a21026", pollutant: "a21026", unit: "mg/m3", basis: "realtime", flag: "N" } as const;
      return { ...origin, at, value, order: plus(at, n % 900), arrival: { entry: n, digest: (n * 2_654_435_761) % 2 ** 32 } };
    });
    await store.apply([messageOf(readings, { mn, seq: cursor + 1, at: start + (day + 1) * DAY })], cursor);
  }
  while (await store.pack(LAST_INSTANT)) await store.cursor();
  await store.close();
  return SEEDED_DAYS * perDay;
}

function messageOf(
  readings: readonly Reading[],
  { mn, seq, at }: { readonly mn: string; readonly seq: number; readonly at: number },
): DecodedMessage {
  const nothing = { raw: new Uint8Array(), isControl: false, rejections: [], quirks: [] } as const;
  return { messageId: seq, seq, receivedAt: instant(at), transport: "hj212", mn, topic: "", readings, ...nothing };
}
