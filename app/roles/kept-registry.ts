import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StoreUnavailableError } from "../../core/failures.ts";
import type { Registry } from "../../core/registry/registry.ts";
import type { RegistryVersion, RegistryVersions, StoredVersion } from "../../core/registry/registry-timeline.ts";
import { instant } from "../../core/time.ts";

interface Kept {
  readonly seq: number;
  readonly registry: Registry;
}

/**
 * The newest registry that the doors knew, in a file beside the journal: where the records lie on a server, the doors
 * open without it. Secrets stand in it sealed, as in the records.
 */
export class KeptRegistry implements RegistryVersions {
  readonly #records: RegistryVersions;
  readonly #file: string;
  readonly #kept: Kept | undefined;
  #isOfRecords = false;
  #writing: Promise<void> = Promise.resolve();
  #next: Kept | undefined;

  constructor(records: RegistryVersions, dataDir: string) {
    this.#records = records;
    this.#file = join(dataDir, "doors-registry.json");
    this.#kept = readKept(this.#file);
  }

  /** True where the doors know their devices without the records. */
  get isKept(): boolean {
    return this.#kept !== undefined;
  }

  async registrySeq(upTo?: number): Promise<number> {
    return this.#ask(
      () => this.#records.registrySeq(upTo),
      ({ seq }) => seq,
    );
  }

  async registryAt(seq: number): Promise<RegistryVersion | undefined> {
    return this.#ask(
      () => this.#records.registryAt(seq),
      (kept) => ({ ...kept, at: instant(0) }),
    );
  }

  registrySteps(after: number): Promise<readonly StoredVersion[]> {
    return this.#records.registrySteps(after);
  }

  /** Keeps a version that came from the records; of several in a row the last. Resolves when it is in the file. */
  keep(version: Kept): Promise<void> {
    if (version.seq === this.#kept?.seq) return this.#writing;
    this.#next = version;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /** What the records say; until they have answered once, what the file says. */
  async #ask<T>(records: () => Promise<T>, kept: (version: Kept) => T): Promise<T> {
    try {
      const answer = await records();
      this.#isOfRecords = true;
      return answer;
    } catch (cause) {
      if (!(cause instanceof StoreUnavailableError) || this.#isOfRecords || this.#kept === undefined) throw cause;
      return kept(this.#kept);
    }
  }

  async #write(): Promise<void> {
    const next = this.#next;
    this.#next = undefined;
    if (next === undefined) return;
    // Whole or not at all: a start never reads half a file.
    await writeFile(`${this.#file}.new`, JSON.stringify(next), { mode: 0o600 });
    await rename(`${this.#file}.new`, this.#file);
  }
}

function readKept(file: string): Kept | undefined {
  try {
    const { seq, registry } = JSON.parse(readFileSync(file, "utf8")) as Kept;
    return Number.isSafeInteger(seq) && Array.isArray(registry?.devices) ? { seq, registry } : undefined;
  } catch {
    // It is not there yet, or was damaged by hand: the doors wait for the records then.
    return undefined;
  }
}
