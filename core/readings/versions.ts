import type { Reading } from "./reading.ts";

/** What two versions of a period are compared by. */
export type VersionFacts = Pick<
  Reading,
  "order" | "arrival" | "value" | "flag" | "converted" | "min" | "max" | "total" | "field"
> & {
  /** Digests of the messages without an order of their own that said it, beside the one in `arrival`. */
  readonly digests?: readonly number[];
};

/** Where a version stands, and by which messages it is known. */
export type VersionPlace = Pick<VersionFacts, "order" | "arrival" | "digests">;

/** Of more messages that say one content the first are forgotten. */
const REMEMBERED_MESSAGES = 50;

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
  /** It says what `known` says, in another message: that version stands at `place` from now on. */
  | { readonly is: "said-again"; readonly known: Version; readonly place: VersionPlace };

/**
 * Compares a reading with the versions of its period. A version is a content with the last order in which its source
 * said it, so the versions of a period are a function of the set of messages: neither their sequence nor repeats
 * matter. Bytes without an order of their own that come again are the same message, whatever was said since: they keep
 * their first arrival.
 */
export function standingOf<Version extends VersionFacts>(reading: VersionFacts, versions: readonly Version[]): Standing<Version> {
  const known = versions.find((version) => sameContent(version, reading));
  if (known === undefined) return { is: "new" };
  if (isOfKnownMessage(reading, known)) return { is: "repeat" };
  const isLater = isSaidLater(reading, known);
  if (!isLater && reading.arrival?.digest === undefined) return { is: "repeat" };
  return { is: "said-again", known, place: placeAfter(known, reading, isLater) };
}

function isOfKnownMessage({ arrival }: VersionFacts, known: VersionFacts): boolean {
  if (arrival?.digest === undefined) return false;
  return [known.arrival?.digest, ...(known.digests ?? [])].includes(arrival.digest);
}

/** One content with one stated order was said once, however often it came. */
function isSaidLater(reading: VersionFacts, known: VersionFacts): boolean {
  return reading.arrival?.digest === undefined ? reading.order > known.order : compareOrder(reading, known) > 0;
}

/** The place of a version that another message says, too: the later one's, with the messages of both. */
export function placeAfter(known: VersionFacts, reading: VersionFacts, isLater: boolean): VersionPlace {
  const { order, arrival } = isLater ? reading : known;
  const all = [known.digests ?? [], known.arrival?.digest ?? [], reading.arrival?.digest ?? []].flat();
  const digests = [...new Set(all)].filter((digest) => digest !== arrival?.digest).slice(-REMEMBERED_MESSAGES);
  return { order, ...(arrival !== undefined && { arrival }), ...(digests.length > 0 && { digests }) };
}

/** The version in force: the greatest. */
export function versionInForce<Version extends VersionFacts>(versions: readonly Version[]): Version | undefined {
  return versions.reduce<Version | undefined>(
    (best, version) => (best === undefined || compareVersions(version, best) > 0 ? version : best),
    undefined,
  );
}
