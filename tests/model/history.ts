import fc from "fast-check";

/**
 * What happens to one enterprise, as plain data: who reads it needs no code of the product. Times are milliseconds
 * since 1970; those of events never go back.
 */
export type Event = { readonly at: number } & (
  | { readonly kind: "readings"; readonly readings: readonly SaidReading[] }
  | { readonly kind: "limits"; readonly limits: readonly LimitRow[] }
  | { readonly kind: "declare"; readonly from: number; readonly to: number }
  | { readonly kind: "answer"; readonly declaration: number; readonly decision: "consent" | "refuse" | "return" }
  | { readonly kind: "tick" }
);

/** One reading of a JSON message. */
export interface SaidReading {
  readonly at: number;
  readonly basis: "minute" | "hour" | "day";
  readonly sent?: number;
  readonly values: Readonly<Record<string, SaidValue>>;
}

export interface SaidValue {
  readonly value: number;
  readonly flag: string;
  readonly converted?: number;
  readonly total?: number;
}

/** A row of the law as the registry has it; all say that more is too much. */
export interface LimitRow {
  readonly outlet: string;
  readonly pollutant: string;
  readonly basis: "hour-mean" | "boundary-hour-mean" | "day-mean";
  readonly value: number;
  readonly unit: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly confidence: "C" | "G";
  readonly oxygenReference?: number;
}

/** Where each factor is measured, and in what unit. Minute values cover ten minutes, as is registered. */
export const CHANNELS = {
  a21026: { outlet: "e1-DA001", unit: "mg/m3" },
  a34013: { outlet: "e1-DA001", unit: "ug/m3" },
  a21002: { outlet: "e1-DA001", unit: "mg/m3" },
  a19001: { outlet: "e1-DA001", unit: "%" },
  a34001: { outlet: "e1-B1", unit: "mg/m3" },
  w01018: { outlet: "e1-DW001", unit: "mg/L" },
  w00000: { outlet: "e1-DW001", unit: "m3/h" },
} as const satisfies Readonly<Record<string, { readonly outlet: string; readonly unit: string }>>;

export type Factor = keyof typeof CHANNELS;

const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Midnight in Beijing at which the history's first day begins. */
export const FIRST_DAY = Date.parse("2026-11-23T00:00:00+08:00");
/** Nothing is said later: an hour that is first heard of more than seven days after its end is history. */
const LAST_WORD = FIRST_DAY + 6 * DAY;

/** Values of which some keep their limit, some meet it, some break it, and some are written for "no value". */
const VALUES: Readonly<Record<Factor, readonly number[]>> = {
  a21026: [50, 80, 99.9, 100, 100.1, 130, 130, 230.5, -9999],
  a34013: [5000, 10_000, 10_000.1, 12_000, 6553.5],
  a21002: [60, 120, 120, 150.3],
  a19001: [9, 13.8, 13.8, 12, 20.9, 21, 25],
  a34001: [0.4, 0.5, 0.51, 1.2, 1.2],
  w01018: [40, 50, 60, 70],
  w00000: [0, 10, 30, -1],
};
const FACTORS = Object.keys(VALUES) as readonly Factor[];
const DAILY: readonly Factor[] = ["a21026", "w01018", "w01018", "w00000", "w00000"];
/** Hours of the history: few, so that they are corrected; some in a row, two beside a midnight, some apart. */
const HOURS = [5, 6, 7, 8, 9, 23, 24, 30, 31, 47, 60, 84] as const;

const factor = fc.constantFrom(...FACTORS, "a21026", "a34001", "a34001");
const flag = fc.constantFrom("N", "N", "N", "N", "3", "D", "M");
/** When the source says that it sent it, in hours since the first midnight; the last is far in the future. */
const sent = fc.constantFrom(undefined, undefined, 10, 20, 30, 31, 40, 400);

const valued = factor.chain((name) =>
  fc.record({
    name: fc.constant(name),
    value: fc.constantFrom(...VALUES[name]),
    flag,
    converted: name === "a21002" ? fc.constantFrom(undefined, undefined, 199, 200, 201.5) : fc.constant(undefined),
    total: fc.constantFrom(undefined, undefined, undefined, 1.5),
  }),
);

const what = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("hour" as const),
      hour: fc.nat(HOURS.length - 1),
      values: fc.array(valued, { minLength: 1, maxLength: 4 }),
      sent,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("minutes" as const),
      hour: fc.nat(HOURS.length - 1),
      values: fc.array(valued, { minLength: 1, maxLength: 1 }),
      tens: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 6 }),
      flags: fc.array(flag, { minLength: 6, maxLength: 6 }),
      sent,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...DAILY).chain((name) =>
      fc.record({
        kind: fc.constant("fill" as const),
        name: fc.constant(name),
        day: fc.nat(2),
        from: fc.nat(4),
        count: fc.constantFrom(19, 20, 21, 24),
        faulty: fc.constantFrom(0, 0, 1, 4, 4, 5),
        values: fc.array(fc.constantFrom(...VALUES[name]), { minLength: 1, maxLength: 3 }),
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...DAILY).chain((name) =>
      fc.record({
        kind: fc.constant("day" as const),
        name: fc.constant(name),
        day: fc.nat(2),
        value: fc.constantFrom(...VALUES[name]),
        flag,
        sent,
      }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("declare" as const),
      hour: fc.nat(HOURS.length - 1),
      hours: fc.nat(30),
      minutes: fc.constantFrom(0, 0, 30),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("answer" as const),
      declaration: fc.constantFrom(0, 0, 2, 4),
      decision: fc.constantFrom("consent", "consent", "refuse", "return"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("limits" as const), edition: fc.nat(6), byDay: fc.nat(3), boundary: fc.nat(2) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "tick" as const }) },
);

type What = typeof what extends fc.Arbitrary<infer T> ? T : never;

const later = fc.constantFrom(0, 0, 1, 10, 60, 60, 180, 360, 600, 1_500);

/** Random histories. The clock leaps between two of its events, at the end by up to forty days. */
export const histories: fc.Arbitrary<readonly Event[]> = fc
  .record({
    happenings: fc.array(fc.record({ minutesLater: later, what }), { minLength: 8, maxLength: 45, size: "max" }),
    ending: fc.constantFrom(0, 60, 700, 1_600, 57_600, "morning", "morning"),
  })
  .map(({ happenings, ending }) => {
    let now = FIRST_DAY + 10 * HOUR;
    const events: Event[] = [{ at: now, kind: "limits", limits: limitsOf(0, 0, 0) }];
    for (const { minutesLater, what: happening } of happenings) {
      now = Math.min(now + minutesLater * MINUTE, LAST_WORD);
      const event = eventOf(happening, now);
      if (event?.kind === "declare") events.push(...inTwo(event));
      else if (event !== undefined) events.push(event);
      // What was declared in two parts is answered in two.
      if (event?.kind === "answer") events.push({ ...event, declaration: event.declaration + 1 });
    }
    return [...events, ...endingOf(now, ending)];
  });

function eventOf(happening: What, at: number): Event | undefined {
  switch (happening.kind) {
    case "hour":
      return readings(at, [
        { at: hourAt(happening.hour), basis: "hour", ...sentAt(happening.sent), values: valuesOf(happening.values) },
      ]);
    case "minutes":
      return readings(
        at,
        happening.tens.map((ten) => ({
          at: hourAt(happening.hour) + ten * 10 * MINUTE,
          basis: "minute",
          ...sentAt(happening.sent),
          values: valuesOf(happening.values.map((v) => ({ ...v, flag: happening.flags[ten] ?? v.flag }))),
        })),
      );
    case "fill":
      return readings(
        at,
        Array.from({ length: happening.count }, (_, i) => ({
          at: FIRST_DAY + happening.day * DAY + ((happening.from + i) % 24) * HOUR,
          basis: "hour",
          values: {
            [happening.name]: {
              value: happening.values[i % happening.values.length] ?? 0,
              flag: i < happening.faulty ? "D" : "N",
            },
          },
        })),
      );
    case "day": {
      const { name, day, value, flag: said } = happening;
      return readings(at, [
        { at: FIRST_DAY + day * DAY, basis: "day", ...sentAt(happening.sent), values: { [name]: { value, flag: said } } },
      ]);
    }
    case "declare": {
      const from = hourAt(happening.hour) + happening.minutes * MINUTE;
      return { at, kind: "declare", from, to: from + (happening.hours + 1) * HOUR };
    }
    case "answer":
      return { at, kind: "answer", declaration: happening.declaration, decision: happening.decision as "consent" };
    case "limits":
      return { at, kind: "limits", limits: limitsOf(happening.edition, happening.byDay, happening.boundary) };
    case "tick":
      return { at, kind: "tick" };
  }
}

/** A window in two that abut half an hour after the second hour began. */
function inTwo(event: Extract<Event, { kind: "declare" }>): readonly Event[] {
  const middle = event.from + 90 * MINUTE;
  if (event.to <= middle) return [event];
  return [
    { ...event, to: middle },
    { ...event, from: middle },
  ];
}

/** So many minutes later; or, after a day of which all hours are known, at six in the next morning. */
function endingOf(now: number, ending: number | string): readonly Event[] {
  if (typeof ending === "number") return [{ at: now + ending * MINUTE, kind: "tick" }];
  const morning = FIRST_DAY + Math.ceil((now - FIRST_DAY) / DAY) * DAY + 6 * HOUR;
  const hours = Array.from({ length: 24 }, (_, i): SaidReading => {
    return { at: morning - 30 * HOUR + i * HOUR, basis: "hour", values: { a21026: { value: 80 + i, flag: "N" } } };
  });
  return [
    { at: morning - HOUR, kind: "readings", readings: hours },
    { at: morning, kind: "tick" },
  ];
}

/** A message says nothing of what is not over yet. */
function readings(at: number, all: readonly SaidReading[]): Event | undefined {
  const lasts = { minute: 10 * MINUTE, hour: HOUR, day: DAY };
  const over = all.filter((reading) => reading.at + lasts[reading.basis] <= at);
  return over.length === 0 ? undefined : { at, kind: "readings", readings: over };
}

function hourAt(index: number): number {
  return FIRST_DAY + (HOURS[index] ?? 0) * HOUR;
}

function sentAt(hours: number | undefined): { readonly sent?: number } {
  return hours === undefined ? {} : { sent: FIRST_DAY + hours * HOUR };
}

interface Valued extends SaidValue {
  readonly name: Factor;
}

function valuesOf(all: readonly { readonly [Part in keyof Valued]: Valued[Part] | undefined }[]): SaidReading["values"] {
  return JSON.parse(JSON.stringify(Object.fromEntries(all.map(({ name, ...value }) => [name, value]))));
}

/** Editions of the law: other figures, two windows of validity, a row that is a guess, none at all. */
function limitsOf(edition: number, byDay: number, boundary: number): readonly LimitRow[] {
  const always = { unit: "mg/m3", validFrom: "2025-01-01", validTo: null, confidence: "C" } as const;
  const so2 = { ...always, outlet: "e1-DA001", pollutant: "a21026", basis: "hour-mean" } as const;
  const ofHours: readonly LimitRow[][] = [
    [{ ...so2, value: 100 }],
    [{ ...so2, value: 50 }],
    [
      { ...so2, value: 100, validTo: "2026-11-24" },
      { ...so2, value: 200, validFrom: "2026-11-24" },
    ],
    [],
    [
      { ...so2, value: 10, confidence: "G" },
      { ...so2, value: 100 },
    ],
    [
      { ...so2, value: 130 },
      { ...so2, value: 0.08, unit: "g/m3" },
    ],
    [{ ...so2, value: 100, validFrom: "2026-11-25" }],
  ];
  const ofDays: readonly LimitRow[][] = [
    [{ ...so2, basis: "day-mean", value: 90 }],
    [],
    [{ ...so2, basis: "day-mean", value: 60 }],
    [{ ...so2, basis: "day-mean", value: 90, validTo: "2026-11-24" }],
  ];
  const cod = {
    ...always,
    outlet: "e1-DW001",
    pollutant: "w01018",
    basis: "day-mean",
    unit: "mg/L",
    value: byDay === 2 ? 40 : 50,
  } as const;
  const tsp = { ...always, outlet: "e1-B1", pollutant: "a34001", basis: "boundary-hour-mean" } as const;
  return [
    ...(ofHours[edition] ?? []),
    ...(ofDays[byDay] ?? []),
    ...(byDay === 1 ? [] : [cod]),
    ...(boundary === 2 ? [] : [{ ...tsp, value: boundary === 0 ? 0.5 : 1 }]),
    { ...so2, pollutant: "a34013", value: 10 },
    { ...so2, pollutant: "a21002", value: 200, oxygenReference: 9 },
  ];
}
