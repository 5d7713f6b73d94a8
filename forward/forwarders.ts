import type { UpstreamState } from "../core/field/upstream-state.ts";
import { canonical } from "../core/registry/compare-registries.ts";
import type { RegistryIndex } from "../core/registry/grid.ts";
import type { Upstream } from "../core/registry/upstream.ts";
import { ReaderLoop } from "../doors/reader-loop.ts";
import { Forwarder, type ForwarderDeps } from "./forwarder.ts";

const REPORT_MS = 1_000;
const RETRY_MS = 60_000;

export interface ForwardersDeps extends ForwarderDeps {
  /** Called once a second. */
  readonly report: (states: readonly UpstreamState[]) => void;
}

interface Running {
  readonly row: string;
  readonly forwarder: Forwarder;
  readonly loop: ReaderLoop;
  readonly isFailed: () => boolean;
}

/**
 * Keeps one forwarder for each upstream of the registry in force. They share nothing: one whose platform is away,
 * refuses, or that fails itself stops neither the others nor the pipeline.
 */
export class Forwarders {
  readonly #deps: ForwardersDeps;
  readonly #running = new Map<string, Running>();
  readonly #off: () => void;
  readonly #reporter: NodeJS.Timeout;
  readonly #retrier: NodeJS.Timeout;
  #seen: RegistryIndex | undefined;
  #changing: Promise<void> = Promise.resolve();

  constructor(deps: ForwardersDeps) {
    this.#deps = deps;
    this.#off = deps.onNews(() => this.#look());
    this.#reporter = setInterval(() => void this.#report(), REPORT_MS);
    this.#retrier = setInterval(() => this.#retry(), RETRY_MS);
    this.#look();
  }

  async states(): Promise<readonly UpstreamState[]> {
    const newest = await this.#deps.intake.cursor();
    return [...this.#running.values()].map(({ forwarder }) => forwarder.state(newest));
  }

  /** A report that cannot be made now is left out: the next one follows in a second. */
  async #report(): Promise<void> {
    const { report, log } = this.#deps;
    await this.states().then(report, (cause: unknown) => log.warn({ cause: String(cause) }, "no report of the upstreams"));
  }

  async stop(): Promise<void> {
    this.#off();
    clearInterval(this.#reporter);
    clearInterval(this.#retrier);
    await this.#then(async () => {
      await Promise.all([...this.#running.keys()].map((id) => this.#end(id)));
    });
  }

  #look(): void {
    const newest = this.#deps.registries.at(Number.MAX_SAFE_INTEGER);
    if (newest === this.#seen) return;
    this.#seen = newest;
    void this.#then(() => this.#follow(newest.registry.upstreams ?? []));
  }

  /** Ends what is gone or different, starts what is new or different; each goes on at its own cursor. */
  async #follow(upstreams: readonly Upstream[]): Promise<void> {
    const rows = new Map(upstreams.map((u) => [u.id, canonical(u)]));
    const outdated = [...this.#running].filter(([id, { row }]) => rows.get(id) !== row).map(([id]) => id);
    await Promise.all(outdated.map((id) => this.#end(id)));
    for (const upstream of upstreams) if (!this.#running.has(upstream.id)) this.#begin(upstream);
  }

  #begin(upstream: Upstream): void {
    const { log, onNews } = this.#deps;
    const forwarder = new Forwarder(upstream, this.#deps);
    let isFailed = false;
    const loop = new ReaderLoop({
      ...{ name: `forward:${upstream.id}`, log, onNews },
      step: () => forwarder.step(),
      onFatal: (error) => {
        // The failure of one upstream is not the pipeline's: everything else goes on.
        log.error({ upstream: upstream.id, cause: error.message, stack: error.stack }, "forwarding failed");
        isFailed = true;
        forwarder.fail(error);
        void forwarder.stop();
      },
    });
    this.#running.set(upstream.id, { row: canonical(upstream), forwarder, loop, isFailed: () => isFailed });
  }

  async #end(id: string): Promise<void> {
    const running = this.#running.get(id);
    if (running === undefined) return;
    await Promise.all([running.forwarder.stop(), running.loop.stop()]);
    this.#running.delete(id);
  }

  #retry(): void {
    const failed = [...this.#running].filter(([, running]) => running.isFailed()).map(([id]) => id);
    if (failed.length === 0) return;
    void this.#then(async () => {
      await Promise.all(failed.map((id) => this.#end(id)));
      await this.#follow(this.#seen?.registry.upstreams ?? []);
    });
  }

  #then(work: () => Promise<void>): Promise<void> {
    this.#changing = this.#changing.then(work);
    return this.#changing;
  }
}
