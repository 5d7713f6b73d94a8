import fc from "fast-check";
import type { JournalEntry, NewEntry } from "../../core/journal/journal-entry.ts";
import { REGISTRY_FORMAT } from "../../core/registry/registry.ts";
import { DAY, formatBeijingStamp, formatIso, HOUR, type Instant, MINUTE, plus, SECOND } from "../../core/time.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { DISTRICT, MN } from "./district.ts";
import { at } from "./hour-facts.ts";
import { REGISTRIES } from "./story.ts";

/** Two ways in which one set of messages may come. */
export interface Deliveries {
  readonly first: Delivery;
  readonly second: Delivery;
}

/** Messages in the order in which they come, how many entries are judged between two commits, and what happens then. */
export interface Delivery {
  readonly messages: readonly Delivered[];
  readonly mostRows: number;
  readonly pace: readonly { readonly entries: number; readonly after: "commit" | "kill" | "commit-and-kill" }[];
}

/** A message that comes for the first time, comes again, or is offered again out of the journal. */
interface Delivered {
  readonly message: Message;
  readonly as: "message" | "retry";
}

/** The first of three days that messages are about. They begin to come on the evening of the third. */
const FIRST_DAY = at("2026-11-21T00:00:00+08:00");
const FIRST_ARRIVAL = at("2026-11-24T00:30:00+08:00");
/** All have come within a quarter of an hour: no clock of a case has run out, and no watermark has passed. */
const ENDINGS = { soon: plus(FIRST_ARRIVAL, 20 * MINUTE), late: plus(FIRST_ARRIVAL, 4 * DAY) } as const;
/** Hours since the first midnight: four in a row, one at the end of each day, some more than a day apart. */
const HOURS = [5, 6, 7, 8, 5, 6, 7, 8, 23, 30, 47, 54, 55, 71] as const;

/** What a device says at a moment of its own, `sent`: so its place among the versions is known whenever it comes. */
const message = fc.record({
  form: fc.constantFrom("json", "json", "hj212"),
  factor: fc.constantFrom("a21026", "a21026", "a21002", "a19001", "a34001"),
  hour: fc.constantFrom(...HOURS),
  /** The mean of the hour, that of its day, or a ten-minute value of it. */
  basis: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("hour", "hour", "hour", "day") },
    fc.constantFrom(0, 10, 20, 30, 40, 50),
  ),
  value: fc.constantFrom(0.5, 1.2, 11, 15, 80, 100, 130, 130, 130, 130, -9999),
  flag: fc.constantFrom("N", "N", "N", "N", "N", "N", "D"),
});
type Message = (typeof message extends fc.Arbitrary<infer T> ? T : never) & { readonly sent: number };

/** Four hours of one value: a constant one, unless it is corrected. */
const CONSTANT = ([5, 6, 7, 8] as const).map((hour) => {
  return { form: "json", factor: "a19001", hour, basis: "hour", value: 11, flag: "N" } as const;
});

const sets = fc
  .array(message, { minLength: 20, maxLength: 70, size: "max" })
  .map((said) => [...said, ...CONSTANT])
  .chain((said) => fc.shuffledSubarray([...said.keys()], { minLength: said.length }).map((sent) => ({ said, sent })))
  .map(({ said, sent }) => said.map((one, i): Message => ({ ...one, sent: sent[i] ?? 0 })));

const pace = fc.array(
  fc.record({ entries: fc.integer({ min: 1, max: 12 }), after: fc.constantFrom("commit", "kill", "commit-and-kill") }),
  { maxLength: 8 },
);
const mostRows = fc.constantFrom(1, 3, 20, 2_000);

/** A set of messages in one order, and in another with repeats and messages that are offered again. */
export const deliveries: fc.Arbitrary<Deliveries> = sets.chain((set) => {
  const firsts = set.map((one): Delivered => ({ message: one, as: "message" }));
  const again = fc.record({ which: fc.nat(set.length - 1), as: fc.constantFrom("message", "retry"), place: fc.nat(1_000) });
  return fc.record({
    first: fc.record({ messages: fc.constant(firsts), mostRows: fc.constant(2_000), pace: fc.constant([]) }),
    second: fc
      .record({
        order: fc.shuffledSubarray([...set.keys()], { minLength: set.length }),
        again: fc.array(again, { maxLength: 12 }),
        mostRows,
        pace,
      })
      .map(({ order, again: repeats, ...how }) => {
        const messages = order.map((i) => firsts[i] as Delivered);
        for (const { which, as, place } of repeats) {
          const repeated = set[which] as Message;
          const came = messages.findIndex(({ message: one }) => one === repeated);
          messages.splice(came + 1 + (place % (messages.length - came)), 0, { message: repeated, as });
        }
        return { messages, ...how };
      }),
  });
});

/** The journal that a delivery leaves, with a last tick that lets deadlines run. */
export function journalOf({ messages }: Delivery, ending: keyof typeof ENDINGS): readonly JournalEntry[] {
  const entries: JournalEntry[] = [];
  const add = (entry: Pick<NewEntry, "kind" | "payload"> & Partial<NewEntry>, now: Instant): void => {
    const format = entry.kind === "registry" ? REGISTRY_FORMAT : 1;
    entries.push({ transport: "api", mn: "", topic: "", ...entry, at: now, seq: entries.length + 1, format });
  };
  add({ kind: "registry", payload: bytes({ registry: registry() }) }, FIRST_ARRIVAL);
  const came = new Map<Message, number>();
  for (const [i, { message: one, as }] of messages.entries()) {
    const ref = came.get(one);
    const kind = as === "retry" && ref !== undefined ? { kind: "retry" as const, ref } : { kind: "frame" as const };
    add({ ...kind, mn: MN, ...carried(one) }, plus(FIRST_ARRIVAL, (i + 1) * 10 * SECOND));
    if (ref === undefined) came.set(one, entries.length);
  }
  add({ kind: "tick", payload: new Uint8Array(0) }, ENDINGS[ending]);
  return entries;
}

function registry(): object {
  const [first] = REGISTRIES as readonly (typeof DISTRICT)[];
  const [row] = DISTRICT.limits;
  return { ...first, limits: [...(first?.limits ?? []), { ...row, id: "by-day", basis: "day-mean", value: 90 }] };
}

function carried(one: Message): Pick<NewEntry, "transport" | "topic" | "payload"> {
  const start = startOf(one);
  const sent = plus(FIRST_DAY, 3 * DAY + one.sent * SECOND);
  if (one.form === "hj212") return { transport: "hj212", topic: "", payload: frameOf(one, start, sent) };
  const basis = typeof one.basis === "number" ? "minute" : one.basis;
  const values = { [one.factor]: { value: one.value, flag: one.flag } };
  const payload = bytes({ at: formatIso(start), basis, sent: formatIso(sent), values });
  return { transport: "mqtt", topic: `outfall/v1/${MN}/readings`, payload };
}

function startOf({ basis, hour }: Message): Instant {
  const ofHour = plus(FIRST_DAY, hour * HOUR);
  if (basis === "day") return plus(FIRST_DAY, Math.floor(hour / 24) * DAY);
  return plus(ofHour, typeof basis === "number" ? basis * MINUTE : 0);
}

function frameOf({ basis, factor, value, flag }: Message, start: Instant, sent: Instant): Uint8Array {
  const cn = basis === "hour" ? "2061" : basis === "day" ? "2031" : "2051";
  const cp = `DataTime=${formatBeijingStamp(start)};${factor}-Avg=${value},${factor}-Flag=${flag}`;
  const { hj212Password: pw } = DISTRICT.devices[0] as (typeof DISTRICT.devices)[number];
  return encodeFrame({ qn: formatBeijingStamp(sent, true), st: "31", cn, pw, mn: MN, flag: 5, cp });
}

function bytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
