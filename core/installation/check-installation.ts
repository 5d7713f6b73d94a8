import type { NoFacts, Said } from "../said.ts";
import type { PartName, PartState } from "./marked-part.ts";

/** Why the stores of a data directory do not belong together. */
export interface InstallationProblemCodes {
  /** `own` is `null` where the journal is new. */
  "part-of-another-installation": { readonly part: PartName; readonly own: string | null; readonly other: string };
  /** `reader` is a store, or a reader that keeps its place beside the journal. */
  "journal-behind-reader": { readonly reader: string; readonly place: number; readonly newest: number };
  "records-of-another-journal": { readonly seq: number };
  "key-of-another-installation": NoFacts;
  "key-missing": NoFacts;
  /** A store of the demo, which is asked for without it. */
  "demo-directory": NoFacts;
  /** A directory that was used without the demo, which is asked for with it. */
  "directory-without-demo": NoFacts;
}

export type InstallationProblem = Said<InstallationProblemCodes> & { readonly part: PartName | "key" };

/** What was found of an installation. */
export interface FoundInstallation {
  readonly journal: PartState | undefined;
  readonly others: readonly { readonly name: PartName; readonly state: PartState | undefined }[];
  /** Proof of the key that is there for an installation; `undefined` when there is no key. */
  readonly proofOf: (installation: string) => string | undefined;
  /** Whether the demo is asked for, and whether the directory is marked as one of the demo. */
  readonly demo: { readonly isAsked: boolean; readonly isMarked: boolean };
  /** Whether an entry of the journal is a registry version; `undefined` when it is no longer there to be asked. */
  readonly isRegistry: (seq: number) => boolean | undefined;
}

/**
 * What does not fit, everything at once. The journal says which installation it is. Stores without a mark are of an
 * earlier build, or new: they are taken in when they could have come from this journal.
 */
export function installationProblems(found: FoundInstallation): readonly InstallationProblem[] {
  const newest = found.journal?.place ?? 0;
  const own = found.journal?.marks[0];
  const problems: InstallationProblem[] = [];
  for (const { name, state } of found.others) {
    const other = state?.marks.find(({ installation }) => installation !== own?.installation);
    if (other !== undefined) {
      const facts = { part: name, own: own?.installation ?? null, other: other.installation };
      problems.push({ part: name, code: "part-of-another-installation", facts });
    } else problems.push(...placeProblems(name, state, newest), ...registryProblems(name, state, found));
  }
  for (const [reader, place] of Object.entries(found.journal?.readers ?? {}))
    if (place > newest) problems.push({ part: "journal", code: "journal-behind-reader", facts: { reader, place, newest } });
  return [...problems, ...keyProblems(found), ...demoProblems(found)];
}

/** The demo has passwords that everybody knows: what it made is never opened without it, nor the other way round. */
function demoProblems({ journal, others, demo }: FoundInstallation): readonly InstallationProblem[] {
  const seeded = others.find(({ state }) => state?.hasDemoAccounts === true)?.name;
  if (demo.isAsked) {
    const isForeign = journal !== undefined && !demo.isMarked && seeded === undefined;
    return isForeign ? [{ part: "journal", code: "directory-without-demo", facts: {} }] : [];
  }
  if (demo.isMarked) return [{ part: "journal", code: "demo-directory", facts: {} }];
  return seeded === undefined ? [] : [{ part: seeded, code: "demo-directory", facts: {} }];
}

function placeProblems(name: PartName, state: PartState | undefined, newest: number): readonly InstallationProblem[] {
  if (state === undefined || state.place <= newest) return [];
  return [{ part: name, code: "journal-behind-reader", facts: { reader: name, place: state.place, newest } }];
}

/** Records without a mark show by their registry whether they came from this journal. */
function registryProblems(
  name: PartName,
  state: PartState | undefined,
  { isRegistry }: FoundInstallation,
): readonly InstallationProblem[] {
  const { marks = [], registrySeq: seq = 0, place = 0 } = state ?? {};
  if (marks.length > 0 || seq === 0 || seq > place || isRegistry(seq) !== false) return [];
  return [{ part: name, code: "records-of-another-journal", facts: { seq } }];
}

/** A key is missed where there was one, or where a registry may have something sealed. */
function keyProblems({ journal, others, proofOf }: FoundInstallation): readonly InstallationProblem[] {
  const own = journal?.marks[0];
  const proof = proofOf(own?.installation ?? "");
  const isMissed = own !== undefined || others.some(({ state }) => (state?.registrySeq ?? 0) > 0);
  if (proof === undefined) return isMissed ? [{ part: "key", code: "key-missing", facts: {} }] : [];
  if (own === undefined || own.keyProof === proof) return [];
  return [{ part: "key", code: "key-of-another-installation", facts: {} }];
}
