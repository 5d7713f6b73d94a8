import type { RecordsView } from "../../../core/judging/records.ts";
import { indexRegistry, type RegistryIndex } from "../../../core/registry/grid.ts";
import { EMPTY_REGISTRY } from "../../../core/registry/registry.ts";

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
    if ((await this.#records.registrySeq()) === this.#seq) return this.#index;
    const newest = (await this.#records.registries()).at(-1);
    if (newest !== undefined && newest.seq !== this.#seq) {
      this.#index = indexRegistry(newest.registry);
      this.#seq = newest.seq;
    }
    return this.#index;
  }
}
