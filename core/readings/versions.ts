import type { Reading } from "./reading.ts";

/** What two versions of a period are compared by. */
export type VersionFacts = Pick<
  Reading,
  "order" | "arrival" | "value" | "flag" | "converted" | "min" | "max" | "total" | "field"
>;

const PARTS = ["value", "converted", "min", "max", "total"] as const;

/** True when both say the same: a correction of a total, an extreme or a converted value alone is another content. */
export function sameContent(a: VersionFacts, b: VersionFacts): boolean {
  return compareContent(a, b) === 0;
}

/**
 * Negative when `a` is the older version of the period: by the order of the source; of one order by their first
 * arrival; then by content, so that what is in force never depends on what came first.
 * @see docs/sources.md#hj-212-order
 */
export function compareVersions(a: VersionFacts, b: VersionFacts): number {
  return compareOrder(a, b) || compareContent(a, b);
}

function compareOrder(a: VersionFacts, b: VersionFacts): number {
  return a.order - b.order || (a.arrival?.entry ?? 0) - (b.arrival?.entry ?? 0);
}

function compareContent(a: VersionFacts, b: VersionFacts): number {
  for (const part of PARTS) {
    const difference = (a[part] ?? Number.NEGATIVE_INFINITY) - (b[part] ?? Number.NEGATIVE_INFINITY);
    // Two absent parts give NaN, which is no difference.
    if (difference < 0 || difference > 0) return difference;
  }
  return compareText(a.flag, b.flag) || compareText(a.field ?? "", b.field ?? "");
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** What a reading is to the versions that are known of its period. */
export type Standing<Version> =
  /** Nobody has said this yet. */
  | { readonly is: "new" }
  /** It says what is known, and nothing changes. */
  | { readonly is: "repeat" }
  /** It says what `known` says, but later: that version takes the order (and the arrival) of this reading. */
  | { readonly is: "said-again"; readonly known: Version };

/**
 * Compares a reading with the versions of its period. A version is a content with the last order in which its source
 * said it, so the versions of a period are a function of the set of messages: neither their sequence nor repeats
 * matter. Bytes without an order of their own that come again are the same message: they keep their first arrival.
 */
export function standingOf<Version extends VersionFacts>(reading: VersionFacts, versions: readonly Version[]): Standing<Version> {
  const known = versions.find((version) => sameContent(version, reading));
  if (known === undefined) return { is: "new" };
  return isLater(reading, known) ? { is: "said-again", known } : { is: "repeat" };
}

/** One content with one stated order was said once, however often it came. */
function isLater(reading: VersionFacts, known: VersionFacts): boolean {
  const digest = reading.arrival?.digest;
  if (digest === undefined) return reading.order > known.order;
  return digest !== known.arrival?.digest && compareOrder(reading, known) > 0;
}

/** The version in force: the greatest. */
export function versionInForce<Version extends VersionFacts>(versions: readonly Version[]): Version | undefined {
  return versions.reduce<Version | undefined>(
    (best, version) => (best === undefined || compareVersions(version, best) > 0 ? version : best),
    undefined,
  );
}
