import type { JournalEntry } from "../core/journal/journal-entry.ts";

/**
 * The one file that lifts what older builds stored: payloads of the journal, documents of rows, snapshots. A step takes
 * one version to the next and is never changed once released. Rows of collections are lifted when the store is opened,
 * where a missing step fails; everything else when it is read, and its present version is counted from the steps, so
 * that none can be missing.
 */

/** Takes a document of one version to the next. Pure. */
export type Upcaster = (document: unknown) => unknown;

/**
 * By kind of document: the first step takes version 1 to 2, the next 2 to 3, and so on. Kinds are `row/<collection>`,
 * `document/<kind>` (see `DocumentKind`), `registry`, which stands in the journal and in a table, and of the journal
 * `command/<type>`; what devices sent is never lifted: both of its forms are read, and the codecs read every frame.
 */
export type Upcasters = Readonly<Record<string, readonly Upcaster[]>>;

/** The steps of this build. */
export const UPCASTERS: Upcasters = {
  // A period named every field of every value; now a value is a list of what all have, and what few have beside it.
  "document/period": [
    (document) => {
      const { own, minutes, findings, isColoured, askAt, ...rest } = document as FirstPeriod;
      return {
        ...rest,
        own: own.map(listOfVersion),
        ...(isColoured && { isColoured }),
        ...(askAt !== null && { askAt }),
        ...(findings.length > 0 && { findings }),
        ...(minutes.length > 0 && { minutes: minutes.map((m) => [m.at, m.minutes ?? null, m.versions.map(listOfVersion)]) }),
      };
    },
  ],
  // A finding repeated its columns and named every field of what was said; now codes stand in lists.
  "document/finding": [
    (document) => {
      const { id, rule, outlet, status, level, caseId, period, history, steps, ...others } = document as FirstFinding;
      const { disputed, evidence, declarationsConsidered, ...rest } = others;
      return {
        ...rest,
        end: period.end,
        history: history.map((line) => [line.at, line.seq, line.status, line.level, line.value, ...listOfSaid(line.reason)]),
        steps: steps.map(listOfSaid),
        ...(disputed && { disputed }),
        ...(evidence.length > 0 && { evidence }),
        ...(declarationsConsidered.length > 0 && { declarationsConsidered }),
      };
    },
  ],
  // A version of the registry was the document, in the journal beside who had asked for it; now it may be an edit.
  registry: [
    (document) => {
      const { change, ...registry } = document as { readonly change?: unknown };
      return { registry, ...(change !== undefined && { change }) };
    },
  ],
  // Accounts of before have passwords that nobody has to change, and no second factor.
  "document/user": [(document) => ({ ...(document as object), mustChangePassword: false, secondFactor: null })],
  // What was in work before there was such a word is released.
  "row/cases": [
    (document) => {
      const row = document as { readonly state: string; readonly assignee: string | null };
      return { ...row, ...((row.assignee !== null || IN_WORK.has(row.state)) && { released: true }) };
    },
  ],
  // Who reported a case stood here in clear, and nobody kept it.
  "command/report-case": [
    (document) => {
      const { body, ...command } = document as { readonly body: { readonly reporter?: unknown } };
      const { reporter: _, ...rest } = body;
      return { ...command, body: rest };
    },
  ],
  "document/token": [(document) => ({ ...(document as object), lastUsedAt: null })],
};

/** States that only a case that was in work is in. */
const IN_WORK: ReadonlySet<string> = new Set([
  "dispatched",
  "joint",
  "handling",
  "pending",
  "filed",
  "result",
  "verify",
  "closed",
  "feedback",
]);

type FirstVersion = Readonly<Record<string, unknown>>;

/** A period as builds stored it that did not pack it. */
interface FirstPeriod {
  readonly own: readonly FirstVersion[];
  readonly minutes: readonly { readonly at: number; readonly minutes?: number; readonly versions: readonly FirstVersion[] }[];
  readonly findings: readonly string[];
  readonly isColoured: boolean;
  readonly askAt: number | null;
}

function listOfVersion({ value, flag, unit, order, channelFrom, seq, ...rare }: FirstVersion): readonly unknown[] {
  const list = [value, flag, unit, order, channelFrom, seq];
  return Object.keys(rare).length === 0 ? list : [...list, rare];
}

interface FirstSaid {
  readonly code: string;
  readonly facts: object;
}

/** A finding as builds stored it that did not pack it. */
interface FirstFinding extends Readonly<Record<"id" | "rule" | "outlet" | "status" | "level" | "caseId", unknown>> {
  readonly period: { readonly end: number };
  readonly history: readonly (Readonly<Record<"at" | "seq" | "status" | "level" | "value", unknown>> & { reason: FirstSaid })[];
  readonly steps: readonly FirstSaid[];
  readonly disputed: boolean;
  readonly evidence: readonly unknown[];
  readonly declarationsConsidered: readonly unknown[];
}

function listOfSaid({ code, facts }: FirstSaid): readonly unknown[] {
  return Object.keys(facts).length === 0 ? [code] : [code, facts];
}

/** A document was stored by a newer build, or a step to the present version is missing. */
export class UnknownVersionError extends Error {
  override readonly name = "UnknownVersionError";
}

/** Where a document stands and where it must come to. */
export interface Versions {
  readonly stored: number;
  readonly wanted: number;
}

/**
 * Lifts a document to the version wanted.
 * @throws UnknownVersionError when it is of a newer version, or no step leads on.
 */
export function lifted(document: unknown, kind: string, { stored, wanted }: Versions, upcasters: Upcasters = UPCASTERS): unknown {
  if (stored > wanted) throw new UnknownVersionError(`${kind} of version ${stored}; this build knows ${wanted} and older`);
  let current = document;
  for (let version = stored; version < wanted; version++) {
    const step = upcasters[kind]?.[version - 1];
    if (step === undefined) throw new UnknownVersionError(`no step takes ${kind} from version ${version} to ${version + 1}`);
    current = step(current);
  }
  return current;
}

/**
 * An entry of the journal in the form that this build reads. The present format of a kind is one more than it has
 * steps; an entry that is of that format comes back as it is, which costs nothing on the way of the frames.
 * @throws UnknownVersionError when a newer build wrote the entry: to read on would be to guess.
 */
export function liftedEntry(entry: JournalEntry, upcasters: Upcasters = UPCASTERS): JournalEntry {
  if (entry.kind !== "registry" && entry.kind !== "command") {
    if (entry.format > (entry.kind === "tick" || entry.kind === "notice" ? 1 : 2))
      throw new UnknownVersionError(`entry ${entry.seq}: a ${entry.kind} of format ${entry.format}`);
    return entry;
  }
  if (entry.format === 1 && !hasSteps(entry.kind, upcasters)) return entry;
  const document: unknown = JSON.parse(new TextDecoder().decode(entry.payload));
  const kind = entry.kind === "registry" ? "registry" : `command/${(document as { readonly type: string }).type}`;
  const wanted = (upcasters[kind]?.length ?? 0) + 1;
  if (entry.format === wanted) return entry;
  const payload = lifted(document, kind, { stored: entry.format, wanted }, upcasters);
  return { ...entry, format: wanted, payload: new TextEncoder().encode(JSON.stringify(payload)) };
}

function hasSteps(kind: "registry" | "command", upcasters: Upcasters): boolean {
  return Object.keys(upcasters).some((name) => name === kind || name.startsWith(`${kind}/`));
}
