import type { LiveType } from "./live.ts";

/**
 * Paths that an event makes old, and how long it may wait: what people decide is shown at once, a curve need not move
 * with every reading.
 */
export interface Change {
  readonly paths: readonly string[];
  readonly withinMs: number;
}

const DECIDED_MS = 300;
const MEASURED_MS = 10_000;

/** What people or the judge decided changes these. A new registry changes everything. */
const DECIDED: Readonly<Record<Exclude<LiveType, "reading" | "lag">, readonly string[]>> = {
  finding: ["/findings", "/overview", "/board", "/outlets", "/cases"],
  registry: [""],
};

/** What shows rows of casework, or counts them, beside the list of the subject itself. */
const WITH_CASEWORK = ["/overview", "/findings", "/needs"];

/** What is old when a row changed that is read at `path`. */
export function changeOfSubject(path: string): Change {
  return { paths: [`/${path}`, ...WITH_CASEWORK], withinMs: DECIDED_MS };
}

/**
 * What an event of the live stream changes among the answers a page holds. Readings are shown from the stream; what is
 * computed of them is asked for again.
 */
export function changeOf(type: LiveType, data: unknown): Change | null {
  if (type === "lag") return null;
  if (type !== "reading") return { paths: DECIDED[type], withinMs: DECIDED_MS };
  const outlet = (data as { readonly outlet?: unknown } | null)?.outlet;
  if (typeof outlet !== "string") return null;
  return { paths: [`/outlets/${encodeURIComponent(outlet)}/`, "/board", "/devices"], withinMs: MEASURED_MS };
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
