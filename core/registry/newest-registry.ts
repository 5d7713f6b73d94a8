import { indexRegistry, type RegistryIndex } from "./grid.ts";
import { EMPTY_REGISTRY, type Registry } from "./registry.ts";
import { applyEdit, isWhole } from "./registry-edit.ts";
import type { RegistryVersions } from "./registry-timeline.ts";

/**
 * The registry version in force, with its look-ups: read whole once, then kept up by what changed. One for each thread,
 * so that a big registry is in its memory once.
 */
export class NewestRegistry {
  readonly #records: RegistryVersions;
  #seq = 0;
  #index: RegistryIndex = indexRegistry(EMPTY_REGISTRY);
  #refreshing: Promise<void> | undefined;

  constructor(records: RegistryVersions) {
    this.#records = records;
  }

  /** The version as it was last read; does not ask the store. */
  get known(): RegistryIndex {
    return this.#index;
  }

  async current(): Promise<RegistryIndex> {
    return (await this.inForce()).index;
  }

  /** The version in force, with the journal entry it came with; 0 when there is none. */
  async inForce(): Promise<{ readonly version: number; readonly index: RegistryIndex }> {
    if ((await this.#records.registrySeq()) !== this.#seq) {
      this.#refreshing ??= this.#refresh().finally(() => {
        this.#refreshing = undefined;
      });
      await this.#refreshing;
    }
    return { version: this.#seq, index: this.#index };
  }

  /** The same as a version that another one may be made of; `undefined` when there is none. */
  async newest(): Promise<{ readonly seq: number; readonly registry: Registry } | undefined> {
    const { version: seq, index } = await this.inForce();
    return seq === 0 ? undefined : { seq, registry: index.registry };
  }

  async #refresh(): Promise<void> {
    if (this.#seq === 0) {
      const found = await this.#records.registryAt(Number.MAX_SAFE_INTEGER);
      if (found !== undefined) this.#take(found.seq, found.registry);
      return;
    }
    for (const step of await this.#records.registrySteps(this.#seq)) {
      this.#take(step.seq, isWhole(step) ? step.registry : applyEdit(this.#index.registry, step.edit));
    }
  }

  #take(seq: number, registry: Registry): void {
    this.#index = indexRegistry(registry, this.#index);
    this.#seq = seq;
  }
}
