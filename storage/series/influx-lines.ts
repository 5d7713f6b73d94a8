import type { StoredReading } from "../../core/readings/reading.ts";
import type { RevisedReading } from "../../core/readings/series.ts";
import {
  besideFields,
  IMPLAUSIBLE,
  OPTIONAL_PARTS,
  orderText,
  originText,
  quoted,
  READING,
  READING_VERSION,
} from "./influx-points.ts";

/** What all points of a channel have in common. */
interface Head {
  readonly tags: string;
  readonly origin: string;
}

/** As many channels as a city has; beyond it the texts are made anew. */
const REMEMBERED_HEADS = 100_000;

/**
 * Writes versions of readings as line protocol. What is the same for all of a channel is remembered: it is more than
 * half of a line.
 */
export class PointLines {
  readonly #heads = new Map<string, Head>();

  /** The lines of a version: the one in force, and beside it the older ones that it makes or meets. */
  of(reading: RevisedReading): string {
    const { previous, overtakenBy } = reading;
    if (previous === undefined && overtakenBy === undefined) return this.#inForce(reading);
    const older = previous === undefined ? [] : [this.#older(previous)];
    const own = overtakenBy === undefined ? [this.#inForce(reading)] : [this.#older(reading), this.#inForce(overtakenBy)];
    return [...older, ...own].join("\n");
  }

  #inForce(reading: StoredReading): string {
    const { tags, origin } = this.#headOf(reading);
    return `${READING},${tags} revision=${reading.revision}i,${fields(reading, origin)}`;
  }

  /** Here the revision is a tag, so that several older versions of one period do not overwrite each other. */
  #older(reading: StoredReading): string {
    const { tags, origin } = this.#headOf(reading);
    return `${READING_VERSION},${tags},revision=${reading.revision} ${fields(reading, origin)}`;
  }

  #headOf(reading: StoredReading): Head {
    const { outlet, pollutant, basis, mn, factor, field = "", unit, minutes = 0 } = reading;
    const key = `${outlet}\n${pollutant}\n${basis}\n${mn}\n${factor}\n${field}\n${unit}\n${minutes}`;
    const known = this.#heads.get(key);
    if (known !== undefined) return known;
    if (this.#heads.size >= REMEMBERED_HEADS) this.#heads.clear();
    // `pointProblem` refuses what a tag cannot carry as it stands.
    const head = { tags: `basis=${basis},outlet=${outlet},pollutant=${pollutant}`, origin: quoted(originText(reading)) };
    this.#heads.set(key, head);
    return head;
  }
}

function fields(reading: StoredReading, origin: string): string {
  const { value, flag, seq, receivedAt, at } = reading;
  const order = orderText(reading);
  let parts = "";
  let numbers = "";
  for (const part of OPTIONAL_PARTS) {
    const number = reading[part];
    if (number === undefined) continue;
    parts = parts === "" ? part : `${parts},${part}`;
    numbers += `,${part}=${number}`;
  }
  for (const [name, text] of besideFields(reading)) {
    parts = parts === "" ? name : `${parts},${name}`;
    numbers += `,${name}=${text}`;
  }
  if (reading.implausible === true) parts = parts === "" ? IMPLAUSIBLE : `${parts},${IMPLAUSIBLE}`;
  // A point that is written again keeps the fields that the new one does not have: `parts` says which still count.
  return `value=${value}${numbers},flag=${quoted(flag)},parts="${parts}",seq=${seq}i,received_at=${receivedAt}i,origin=${origin},source_order="${order}" ${at}`;
}
