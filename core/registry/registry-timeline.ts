import type { Instant } from "../time.ts";
import { indexRegistry, type RegistryIndex } from "./grid.ts";
import { EMPTY_REGISTRY, type Registry } from "./registry.ts";
import { applyEdit, isWhole, joinedEdits, type RegistryEdit, type RegistryStep } from "./registry-edit.ts";

/** A registry as it was from journal entry `seq` on. */
export interface RegistryVersion {
  readonly seq: number;
  readonly at: Instant;
  readonly registry: Registry;
}

/** A version as it is stored: whole, or as what it changes of the one before. */
export type StoredVersion = Pick<RegistryVersion, "seq" | "at"> & RegistryStep;

/** Where versions are that are not held: what readers of long ago need. */
type OlderVersions = Pick<RegistryVersions, "registryAt" | "registrySeq">;

type Step = RegistryStep & { readonly seq: number };
type WholeStep = Pick<RegistryVersion, "seq" | "registry">;

/** The versions that are stored. */
export interface RegistryVersions {
  /** The number of the version in force for the entry `upTo`, the newest when left out; 0 for none. Cheap. */
  registrySeq(upTo?: number): Promise<number>;
  /** The version in force for the entry `seq`, made of one that is kept whole and of what changed since. */
  registryAt(seq: number): Promise<RegistryVersion | undefined>;
  /** The versions after `after`, oldest first, as they are stored. */
  registrySteps(after: number): Promise<readonly StoredVersion[]>;
}

/** Indexes in memory: the one that readers are at, the next one, and an old one that somebody asked for. */
const KEPT = 3;

/**
 * Which registry was in force at which place of the journal. Readers at different places ask for different versions. It
 * holds changes, and builds the index of a version when it is asked for; versions that every reader has passed are
 * forgotten, so memory does not grow with edits.
 */
export class RegistryTimeline {
  /** In order; the first is whole. */
  #steps: [WholeStep, ...Step[]];
  readonly #indexes = new Map<number, RegistryIndex>();
  readonly #places = new Map<string, number>();
  readonly #older: OlderVersions | undefined;
  #lastUsed: number | undefined;

  /** @param base the version from which on changes follow: none is in force before the first one */
  constructor(base?: WholeStep, older?: OlderVersions) {
    this.#steps = [base === undefined ? { seq: 0, registry: EMPTY_REGISTRY } : { seq: base.seq, registry: base.registry }];
    this.#older = older;
  }

  /** Adds the version that entry `seq` brought; it follows all that are known. The same entry again is ignored. */
  add(seq: number, step: RegistryStep): void {
    if (seq > (this.#steps.at(-1) as Step).seq) this.#steps.push({ seq, ...step });
  }

  /** The version in force for entry `seq`: the newest one that came before it. @throws for one that is forgotten */
  at(seq: number): RegistryIndex {
    return this.#indexOf(this.#positionAt(seq));
  }

  /** The same of any entry, also of those whose version is forgotten. */
  async find(seq: number): Promise<RegistryIndex> {
    if (this.#older === undefined || seq >= this.#steps[0].seq) return this.at(seq);
    const number = await this.#older.registrySeq(seq);
    const known = this.#indexes.get(number);
    if (known !== undefined) return this.#keep(number, known);
    const found = await this.#older.registryAt(seq);
    return found === undefined ? indexRegistry(EMPTY_REGISTRY) : this.#keep(found.seq, indexRegistry(found.registry));
  }

  /** The entry of the version in force at `seq`; 0 when there was none yet. */
  versionAt(seq: number): number {
    return this.#steps[this.#positionAt(seq)]?.seq ?? 0;
  }

  /** Says who reads: what one of them has not passed is kept. */
  expect(...readers: readonly string[]): void {
    for (const reader of readers) this.#places.set(reader, 0);
  }

  /** Says how far a reader has come. What all of them have passed is forgotten. */
  passed(reader: string, seq: number): void {
    this.#places.set(reader, seq);
    const position = this.#positionAt(Math.min(...this.#places.values()));
    if (position <= 0) return;
    const { registry } = this.#indexOf(position);
    const [first, ...later] = this.#steps.slice(position) as [Step, ...Step[]];
    this.#steps = [{ seq: first.seq, registry }, ...later];
  }

  #positionAt(seq: number): number {
    let [low, high] = [0, this.#steps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#steps[middle] as Step).seq <= seq) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #indexOf(position: number): RegistryIndex {
    const step = this.#steps[position];
    if (step === undefined) throw new Error("the registry of that place is forgotten");
    const known = this.#indexes.get(step.seq);
    if (known !== undefined) return this.#keep(step.seq, known);
    const edits: RegistryEdit[] = [];
    for (let at = position; ; at--) {
      const one = this.#steps[at] as Step;
      const nearest = this.#indexes.get(one.seq);
      if (nearest !== undefined) return this.#keep(step.seq, edited(nearest, edits));
      if (isWhole(one)) return this.#keep(step.seq, edited(indexRegistry(one.registry), edits));
      edits.unshift(one.edit);
    }
  }

  /** Keeps an index as the one that was used last. */
  #keep(seq: number, index: RegistryIndex): RegistryIndex {
    // Nearly every entry asks for the one that the entry before it asked for.
    if (this.#lastUsed === seq && this.#indexes.has(seq)) return index;
    this.#lastUsed = seq;
    this.#indexes.delete(seq);
    this.#indexes.set(seq, index);
    for (const oldest of this.#indexes.keys()) {
      if (this.#indexes.size <= KEPT) break;
      this.#indexes.delete(oldest);
    }
    return index;
  }
}

function edited(before: RegistryIndex, edits: readonly RegistryEdit[]): RegistryIndex {
  if (edits.length === 0) return before;
  const [first] = edits;
  const edit = edits.length === 1 && first !== undefined ? first : joinedEdits(edits);
  return indexRegistry(applyEdit(before.registry, edit), before);
}
