import type { Arrival } from "../core/readings/reading.ts";
import { DAY, type Instant } from "../core/time.ts";
import type { MappingContext } from "./decoded-content.ts";

/** The place of a message's values among the versions of their periods. */
export interface SourceOrder {
  readonly order: number;
  readonly arrival: Arrival;
}

/** A source that is further ahead of us states no order: its next frame with a right clock would count for nothing. */
const AHEAD = DAY;
const EARLIEST = Date.UTC(2000, 0, 1);

/** The order that a source states (QN, `sent`); its arrival when it states none that can be a time. */
export function orderBy(stated: Instant | undefined, { entry, firstArrival }: MappingContext): SourceOrder {
  const first = entry.ref ?? entry.seq;
  if (stated !== undefined && stated >= EARLIEST && stated <= entry.at + AHEAD)
    return { order: stated, arrival: { entry: first } };
  return { order: firstArrival, arrival: { entry: first, digest: digestOf(entry.payload) } };
}

/** FNV-1a over two lanes, 52 bits in all: tells the messages of one period of one device apart, no more. */
export function digestOf(bytes: Uint8Array): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ byte, 0x5bd1e995) ^ (high >>> 15);
  }
  return (high >>> 12) * 0x1_0000_0000 + (low >>> 0);
}
