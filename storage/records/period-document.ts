import type { JudgedVersion, MinuteFact, PeriodKey, PeriodState } from "../../core/judging/period.ts";
import type { Instant } from "../../core/time.ts";

/** What is stored of a period beside its key. */
export type StoredPeriod = Omit<PeriodState, keyof PeriodKey>;

type FrequentPart = "value" | "flag" | "unit" | "order" | "channelFrom" | "seq";
type RareParts = Omit<JudgedVersion, FrequentPart>;
/** The parts that every version has, in this order, and those that few have. */
type PackedVersion = readonly [number, string, string, number, number, number, RareParts?];

/**
 * A period as it is stored: there are millions, most of one value, so no name of a field stands with each. What most
 * periods have not is left out.
 */
export interface PeriodDocument {
  readonly own: readonly PackedVersion[];
  readonly heardAt: Instant;
  readonly isColoured?: true;
  readonly askAt?: Instant;
  readonly findings?: readonly string[];
  readonly fallen?: readonly string[];
  readonly minutes?: readonly (readonly [at: Instant, covers: number | null, versions: readonly PackedVersion[]])[];
  readonly late?: NonNullable<PeriodState["late"]>;
  readonly isHistory?: true;
  readonly days?: NonNullable<PeriodState["days"]>;
}

/** Every part of a version that few have: the compiler refuses a list that leaves one out. */
const RARE = Object.keys({
  arrival: 1,
  digests: 1,
  converted: 1,
  min: 1,
  max: 1,
  total: 1,
  field: 1,
  implausible: 1,
} satisfies Record<keyof RareParts, 1>) as readonly (keyof RareParts)[];

export function packPeriod({
  own,
  minutes,
  heardAt,
  late,
  isHistory,
  findings,
  fallen,
  days,
  isColoured,
  askAt,
}: StoredPeriod): PeriodDocument {
  const document: { -readonly [Part in keyof PeriodDocument]: PeriodDocument[Part] } = { own: own.map(packVersion), heardAt };
  if (isColoured) document.isColoured = true;
  if (askAt !== null) document.askAt = askAt;
  if (findings.length > 0) document.findings = findings;
  if (fallen !== undefined) document.fallen = fallen;
  if (minutes.length > 0) document.minutes = minutes.map((m) => [m.at, m.minutes ?? null, m.versions.map(packVersion)]);
  if (late !== undefined) document.late = late;
  if (isHistory !== undefined) document.isHistory = isHistory;
  if (days !== undefined) document.days = days;
  return document;
}

export function unpackPeriod(document: PeriodDocument): StoredPeriod {
  const { own, heardAt, isColoured = false, askAt = null, findings = [], minutes = [], ...rest } = document;
  return {
    ...rest,
    own: own.map(unpackVersion),
    minutes: minutes.map(([at, covers, versions]) => ({
      at,
      ...(covers !== null && { minutes: covers }),
      versions: versions.map(unpackVersion) as readonly JudgedVersion[] as MinuteFact["versions"],
    })),
    heardAt,
    findings,
    isColoured,
    askAt,
  };
}

function packVersion(version: JudgedVersion): PackedVersion {
  const { value, flag, unit, order, channelFrom, seq } = version;
  return RARE.some((part) => version[part] !== undefined)
    ? [value, flag, unit, order, channelFrom, seq, rareOf(version)]
    : [value, flag, unit, order, channelFrom, seq];
}

function rareOf(version: JudgedVersion): RareParts {
  return Object.fromEntries(RARE.flatMap((part) => (version[part] === undefined ? [] : [[part, version[part]]])));
}

function unpackVersion([value, flag, unit, order, channelFrom, seq, rare]: PackedVersion): JudgedVersion {
  return { value, flag, unit, order, channelFrom, seq, ...rare };
}
