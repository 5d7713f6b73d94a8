import type { ReadyState } from "../../api/context/deps.ts";
import type { Log } from "../../core/log.ts";
import {
  keyOf,
  type LookedAt,
  makesUnready,
  NEEDED_ROLES,
  type NotReady,
  notReady,
  type RoleAnswer,
} from "../../core/readiness/readiness.ts";
import { type Instant, instant } from "../../core/time.ts";

/** A look serves everybody who asks within this time, so that asking costs the stores nothing. */
const KEPT_MS = 1_000;
/** Also when nobody asks: then it is known since when something is wrong. */
const LOOK_EVERY_MS = 5_000;

export interface ReadinessDeps {
  readonly askRoles: () => Promise<LookedAt["roles"]>;
  readonly askStores: () => Promise<Pick<LookedAt, "away" | "waiting">>;
  readonly log: Log;
  /** That this API died and was started anew. */
  readonly restarted?: { readonly count: number; readonly at: string };
  /** By a clock that only goes on. */
  readonly nowMs?: () => number;
  readonly systemTime?: () => Instant;
}

/** How the product is, by asking every part of it: `/readyz`. */
export class Readiness {
  readonly #deps: ReadinessDeps;
  readonly #nowMs: () => number;
  readonly #systemTime: () => Instant;
  readonly #timer: NodeJS.Timeout;
  #since: ReadonlyMap<string, Instant> = new Map();
  #looking: Promise<ReadyState> | undefined;
  #last: { readonly state: ReadyState; readonly atMs: number } | undefined;

  constructor(deps: ReadinessDeps) {
    this.#deps = deps;
    this.#nowMs = deps.nowMs ?? (() => performance.now());
    this.#systemTime = deps.systemTime ?? (() => instant(Date.now()));
    this.#timer = setInterval(() => void this.state(), LOOK_EVERY_MS);
  }

  /** Asks now, unless somebody asked within the last second. Answers within five seconds. */
  state(): Promise<ReadyState> {
    const last = this.#last;
    if (last !== undefined && this.#nowMs() - last.atMs < KEPT_MS) return Promise.resolve(last.state);
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<ReadyState> {
    const [roles, stores] = await Promise.all([this.#deps.askRoles(), this.#deps.askStores()]);
    const looked = { roles, ...stores };
    const problems = this.#dated(notReady(looked), looked);
    const state = { ready: !problems.some(makesUnready), detail: this.#detail(looked, problems), problems };
    this.#tell(state);
    this.#last = { state, atMs: this.#nowMs() };
    return state;
  }

  /** Each problem with the first look at which it was there; of entries that wait, the time of the oldest. */
  #dated(problems: readonly NotReady[], { waiting }: LookedAt): ReadyState["problems"] {
    const now = this.#systemTime();
    const dated = problems.map((problem) => {
      const first = problem.code === "entries-wait" ? instant(now - waiting.oldestMs) : now;
      return { ...problem, since: this.#since.get(keyOf(problem)) ?? first };
    });
    this.#since = new Map(dated.map((problem) => [keyOf(problem), problem.since]));
    return dated;
  }

  #detail({ roles, waiting }: LookedAt, problems: readonly NotReady[]): Readonly<Record<string, unknown>> {
    const { restarted } = this.#deps;
    const { gateway } = roles;
    const journal = typeof gateway === "object" ? gateway.journal : undefined;
    const away = problems.flatMap((p) =>
      p.code === "store-away" ? [p.facts.store === "series" ? "influx" : p.facts.store] : [],
    );
    return {
      ...(journal !== undefined && { journal }),
      ...Object.fromEntries(NEEDED_ROLES.map((role) => [role, wordFor(roles[role])])),
      entriesWaiting: waiting.entries,
      ...(restarted !== undefined && { api: `restarted ${restarted.count} times, last at ${restarted.at}` }),
      ...Object.fromEntries(away.map((store) => [store, "away"])),
    };
  }

  /** Once when it begins and once when it ends. */
  #tell({ ready, problems }: ReadyState): void {
    const was = this.#last?.state.ready ?? true;
    if (was && !ready) this.#deps.log.warn({ problems: problems.map(({ code, facts }) => ({ code, ...facts })) }, "not ready");
    if (!was && ready) this.#deps.log.info({}, "ready again");
  }
}

function wordFor(answer: RoleAnswer): string {
  if (typeof answer === "string") return answer;
  return answer.isRunning ? "ok" : "waits";
}
