import type { JournalHealth } from "../../core/journal/journal.ts";
import type { Bus } from "../bus.ts";

/** What the threads report of the journal and the stores, as `/readyz` tells it. */
export class Readiness {
  #journal: JournalHealth = "ok";
  readonly #stores = new Map<string, boolean>();

  constructor(bus: Bus) {
    bus.onMessage("health", (message) => {
      this.#journal = message.journal;
    });
    bus.onMessage("store-health", (message) => void this.#stores.set(message.store, message.up));
  }

  /** Ready means that messages become durable and are judged. A long-term store that is away makes nobody wait. */
  state(): { readonly ready: boolean; readonly detail: Readonly<Record<string, unknown>> } {
    const recordsUp = this.#stores.get("records") ?? true;
    return {
      ready: this.#journal === "ok" && recordsUp,
      detail: {
        journal: this.#journal,
        ...Object.fromEntries([...this.#stores].map(([name, up]) => [name, up ? "ok" : "away"])),
      },
    };
  }
}
