import type { Counters } from "../core/counters.ts";
import type { HeardFrame } from "../core/field/frame-observer.ts";
import type { Instant } from "../core/time.ts";
import { parseDataArea } from "../ingest/codecs/hj212/parse-data-area.ts";
import {
  DEFAULT_REASSEMBLY_LIMITS,
  emptyReassembly,
  expireParts,
  partKeyOf,
  type ReassemblyEvent,
  type ReassemblyLimits,
  type ReassemblyState,
  type ReassemblyStep,
  takePart,
} from "../ingest/codecs/hj212/reassembly.ts";
import type { DeviceRecord } from "./device-record.ts";

/** What a part showed of its device's way to split. */
export interface PartNotes {
  /** Packets that were given up with parts missing. */
  readonly lost: number;
  /** The part was there already: the device sent it again. */
  readonly repeated: number;
  /** The packet has more parts than are watched; whether all of them come is not known. */
  readonly refused: number;
}

export const NO_NOTES: PartNotes = { lost: 0, repeated: 0, refused: 0 };

/** Notes of a device how it splits; true when it lost something. */
export function noteParts(record: DeviceRecord, { lost, repeated, refused }: PartNotes, counters: Counters): boolean {
  if (repeated > 0) record.noteQuirk("part-repeated", repeated);
  if (refused > 0) record.noteQuirk("part-refused", refused);
  if (lost === 0) return false;
  record.noteQuirk("part-lost", lost);
  counters.add("hj212_packets_incomplete_total", undefined, lost);
  return true;
}

/**
 * Tells which devices do not bring all parts of what they split. Every part is stored as it comes and answered for
 * itself, so this holds nothing back: it is a mark for whoever looks after the device. The bounds of reassembly are
 * those of one device.
 */
export class PartWatch {
  readonly #limits: ReassemblyLimits;
  /** Devices with something that waits; those that split nothing cost nothing. */
  readonly #states = new Map<string, ReassemblyState<null>>();

  constructor(limits: ReassemblyLimits = DEFAULT_REASSEMBLY_LIMITS) {
    this.#limits = limits;
  }

  /** Takes a part; anything else changes nothing. Answers what is to be noted of the device. */
  take({ mn, at, bytes, header, dataArea }: HeardFrame): PartNotes {
    const { part } = header;
    if (part === undefined) return NO_NOTES;
    const key = partKeyOf({ ...header, pairs: parseDataArea(dataArea, []) });
    if (key === undefined) return NO_NOTES;
    const arrived = { key, number: part.number, total: part.total, content: null, bytes: bytes.length };
    return this.#keep(mn, takePart(this.#states.get(mn) ?? emptyReassembly(), arrived, { at, limits: this.#limits }));
  }

  /**
   * Gives up what waits too long at `at`, of devices that say nothing more. Answers the devices with how many packets
   * each left incomplete.
   */
  expire(at: Instant): readonly { readonly mn: string; readonly count: number }[] {
    return [...this.#states]
      .map(([mn, state]) => ({ mn, count: this.#keep(mn, expireParts(state, { at, limits: this.#limits })).lost }))
      .filter(({ count }) => count > 0);
  }

  #keep(mn: string, { state, events }: ReassemblyStep<null>): PartNotes {
    if (state.sets.size === 0) this.#states.delete(mn);
    else this.#states.set(mn, state);
    const count = (kind: ReassemblyEvent<null>["kind"]): number => events.filter((event) => event.kind === kind).length;
    return events.length === 0 ? NO_NOTES : { lost: count("incomplete"), repeated: count("repeated"), refused: count("refused") };
  }
}
