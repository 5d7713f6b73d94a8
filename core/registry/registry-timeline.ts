import type { Instant } from "../time.ts";
import { indexRegistry, type RegistryIndex } from "./grid.ts";
import { EMPTY_REGISTRY, type Registry } from "./registry.ts";

/** A registry as it was from journal entry `seq` on. */
export interface RegistryVersion {
  readonly seq: number;
  readonly at: Instant;
  readonly registry: Registry;
}

interface IndexedVersion {
  readonly seq: number;
  readonly index: RegistryIndex;
}

/**
 * Which registry was in force at which place of the journal. Readers at different places ask for different versions.
 */
export class RegistryTimeline {
  readonly #versions: IndexedVersion[] = [{ seq: 0, index: indexRegistry(EMPTY_REGISTRY) }];

  constructor(known: readonly RegistryVersion[] = []) {
    for (const version of known) this.add(version.seq, version.registry);
  }

  /** Adds the version that journal entry `seq` brought. The same entry again is ignored. */
  add(seq: number, registry: Registry): void {
    if (this.#versions.some((v) => v.seq === seq)) return;
    this.#versions.push({ seq, index: indexRegistry(registry) });
    this.#versions.sort((a, b) => a.seq - b.seq);
  }

  /** The version in force for journal entry `seq`: the newest one that came before it. */
  at(seq: number): RegistryIndex {
    return this.#versionAt(seq).index;
  }

  /** The entry of the version in force at `seq`; 0 when there was none yet. */
  versionAt(seq: number): number {
    return this.#versionAt(seq).seq;
  }

  #versionAt(seq: number): IndexedVersion {
    let found = this.#versions[0] as IndexedVersion;
    for (const version of this.#versions) if (version.seq <= seq) found = version;
    return found;
  }
}
