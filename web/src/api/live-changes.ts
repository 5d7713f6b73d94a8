import type { LiveType } from "./live.ts";

/** Paths that an event makes old, and how long it may wait: what people decide is shown at once, a curve need not move with every reading. */
export interface Change {
  readonly paths: readonly string[];
  readonly withinMs: number;
}

const CASEWORK_MS = 300;
const CURVES_MS = 15_000;

/** What an event of the live stream changes among the answers a page holds. Readings themselves are shown from the stream; only what is computed of them is asked for again. */
export function changeOf(type: LiveType, data: unknown): Change | null {
  if (type === "case") return { paths: ["/cases", "/overview", "/declarations"], withinMs: CASEWORK_MS };
  if (type === "finding") return { paths: ["/findings", "/overview", "/outlets"], withinMs: CASEWORK_MS };
  if (type === "lag") return null;
  const outlet = (data as { readonly outlet?: unknown } | null)?.outlet;
  if (typeof outlet !== "string") return null;
  return { paths: [`/outlets/${encodeURIComponent(outlet)}/`, "/budgets"], withinMs: CURVES_MS };
}

/** True when an answer from `path` is among what changed. */
export function isChanged(path: string, changed: Iterable<string>): boolean {
  for (const start of changed) if (path.startsWith(start)) return true;
  return false;
}

/** Gathers what changed, and hands it on in one go when the first of it may wait no longer. */
export class ChangeQueue {
  readonly #onDue: (paths: ReadonlySet<string>) => void;
  #paths = new Set<string>();
  #dueAt = Number.POSITIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onDue: (paths: ReadonlySet<string>) => void) {
    this.#onDue = onDue;
  }

  add({ paths, withinMs }: Change, nowMs: number): void {
    for (const path of paths) this.#paths.add(path);
    const dueAt = nowMs + withinMs;
    if (dueAt >= this.#dueAt) return;
    this.#dueAt = dueAt;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flush(), withinMs);
  }

  /** Forgets what waits. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#paths = new Set();
    this.#dueAt = Number.POSITIVE_INFINITY;
  }

  #flush(): void {
    const due = this.#paths;
    this.stop();
    this.#onDue(due);
  }
}
