import type { Instant } from "../../core/time.ts";
import { parseDataArea } from "../codecs/hj212/parse-data-area.ts";
import {
  DEFAULT_REASSEMBLY_LIMITS,
  emptyReassembly,
  expireParts,
  partKeyOf,
  type ReassemblyLimits,
  type ReassemblyState,
  type ReassemblyStep,
  takePart,
} from "../codecs/hj212/reassembly.ts";
import type { HeardMessage } from "./heard-frame.ts";

/**
 * Tells which devices do not bring all parts of what they split. Every part is stored as it comes and answered for itself, so this holds nothing back: it is a
 * mark for whoever looks after the device. The bounds of reassembly are those of one device.
 */
export class PartWatch {
  readonly #limits: ReassemblyLimits;
  /** Devices with something that waits; those that split nothing cost nothing. */
  readonly #states = new Map<string, ReassemblyState<null>>();

  constructor(limits: ReassemblyLimits = DEFAULT_REASSEMBLY_LIMITS) {
    this.#limits = limits;
  }

  /** Takes a part; anything else changes nothing. Answers how many packets of the device were given up with parts missing. */
  take({ mn, at, bytes, header, dataArea }: HeardMessage): number {
    const { part } = header;
    if (part === undefined) return 0;
    const key = partKeyOf({ ...header, pairs: parseDataArea(dataArea, []) });
    if (key === undefined) return 0;
    const arrived = { key, number: part.number, total: part.total, content: null, bytes: bytes.length };
    return this.#keep(mn, takePart(this.#states.get(mn) ?? emptyReassembly(), arrived, { at, limits: this.#limits }));
  }

  /** Gives up what waits too long at `at`, of devices that say nothing more. Answers the devices with how many packets each left incomplete. */
  expire(at: Instant): readonly { readonly mn: string; readonly count: number }[] {
    return [...this.#states]
      .map(([mn, state]) => ({ mn, count: this.#keep(mn, expireParts(state, { at, limits: this.#limits })) }))
      .filter(({ count }) => count > 0);
  }

  #keep(mn: string, { state, events }: ReassemblyStep<null>): number {
    if (state.sets.size === 0) this.#states.delete(mn);
    else this.#states.set(mn, state);
    return events.filter((event) => event.kind === "incomplete").length;
  }
}
