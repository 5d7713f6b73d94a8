import type { JournalHealth } from "../../core/journal/journal.ts";
import type { Bus } from "../bus.ts";
import type { Restarted } from "./role.ts";

/** What the threads report of the journal and the stores, as `/readyz` tells it. */
export class Readiness {
  #journal: JournalHealth = "ok";
  readonly #stores = new Map<string, boolean>();

  readonly #restarted: Restarted | undefined;

  /** @param restarted that this role died and was started anew */
  constructor(bus: Bus, restarted?: Restarted) {
    this.#restarted = restarted;
    bus.onMessage("health", (message) => {
      this.#journal = message.journal;
    });
    bus.onMessage("store-health", (message) => void this.#stores.set(message.store, message.up));
    bus.post({ type: "health-wanted" });
  }

  /** Ready means that messages become durable and are judged. A long-term store that is away makes nobody wait. */
  state(): { readonly ready: boolean; readonly detail: Readonly<Record<string, unknown>> } {
    const recordsUp = this.#stores.get("records") ?? true;
    return {
      ready: this.#journal === "ok" && recordsUp,
      detail: {
        journal: this.#journal,
        ...(this.#restarted !== undefined && { api: `restarted ${this.#restarted.count} times, last at ${this.#restarted.at}` }),
        ...Object.fromEntries([...this.#stores].map(([name, up]) => [name, up ? "ok" : "away"])),
      },
    };
  }
}
