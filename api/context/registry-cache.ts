import type { RecordsView } from "../../core/records/records.ts";
import { indexRegistry, type RegistryIndex } from "../../core/registry/grid.ts";
import { EMPTY_REGISTRY } from "../../core/registry/registry.ts";

/** The registry version in force, with its look-ups, read again only when there is a newer one. */
export class RegistryCache {
  readonly #records: RecordsView;
  #seq = 0;
  #index: RegistryIndex = indexRegistry(EMPTY_REGISTRY);

  constructor(records: RecordsView) {
    this.#records = records;
  }

  /** The version as it was last read; does not ask the store. */
  get newest(): RegistryIndex {
    return this.#index;
  }

  async current(): Promise<RegistryIndex> {
    return (await this.inForce()).index;
  }

  /** The version in force, with the journal entry it came with; 0 when there is none. */
  async inForce(): Promise<{ readonly version: number; readonly index: RegistryIndex }> {
    await this.#refresh();
    return { version: this.#seq, index: this.#index };
  }

  async #refresh(): Promise<void> {
    if ((await this.#records.registrySeq()) === this.#seq) return;
    const newest = (await this.#records.registries()).at(-1);
    if (newest !== undefined && newest.seq !== this.#seq) {
      this.#index = indexRegistry(newest.registry);
      this.#seq = newest.seq;
    }
  }
}
