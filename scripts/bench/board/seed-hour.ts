import type { DecodedMessage } from "../../../core/readings/message.ts";
import type { Reading } from "../../../core/readings/reading.ts";
import { instant, MINUTE } from "../../../core/time.ts";
import { openIntakeStore } from "../../../storage/intake/intake-store.ts";
import { WIDE_POLLUTANTS, type WideOutlet } from "../../harness/wide-registry.ts";

/**
 * Fills the last hour of a stopped product: each outlet's pollutants at every step, through the port of the working
 * store. The cursor of the intake stays where it was. Gives how many values there are.
 */
export async function seedHour(
  dataDir: string,
  {
    outlets,
    pollutants,
    stepMs,
  }: { readonly outlets: readonly WideOutlet[]; readonly pollutants: number; readonly stepMs: number },
): Promise<number> {
  const store = openIntakeStore({ directory: dataDir });
  const cursor = await store.cursor();
  const measured = WIDE_POLLUTANTS.slice(0, pollutants);
  const end = Math.floor(Date.now() / stepMs) * stepMs;
  const steps = (60 * MINUTE) / stepMs;
  for (const [n, { id, mn }] of outlets.entries()) {
    const readings = measured.flatMap(([pollutant, limit]) =>
      Array.from({ length: steps }, (_, i): Reading => {
        const at = instant(end - (steps - i) * stepMs);
        const origin = { outlet: id, mn, factor: pollutant, pollutant, unit: "mg/m3", basis: "realtime", flag: "N" } as const;
        const value = Number((limit * (0.4 + ((n + i * 31) % 97) / 300)).toFixed(2));
        return { ...origin, at, value, order: at, arrival: { entry: i, digest: (i * 2_654_435_761) % 2 ** 32 } };
      }),
    );
    await store.apply([messageOf(readings, mn, cursor + 1)], cursor);
  }
  await store.close();
  return outlets.length * measured.length * steps;
}

function messageOf(readings: readonly Reading[], mn: string, seq: number): DecodedMessage {
  const nothing = { raw: new Uint8Array(), isControl: false, rejections: [], quirks: [] } as const;
  const receivedAt = instant(Date.now());
  return { messageId: seq, seq, receivedAt, transport: "hj212", mn, topic: "", readings, ...nothing };
}
