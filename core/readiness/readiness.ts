import type { JournalHealth } from "../journal/journal.ts";
import type { NoFacts, Said } from "../said.ts";
import type { StoreTrouble } from "../store-trouble.ts";

/** The roles without which nothing is taken, or nothing judged; the API is the one that answers. */
export const NEEDED_ROLES = ["gateway", "pipeline"] as const;
export type NeededRole = (typeof NEEDED_ROLES)[number];

/** `series` is the long-term store, where there is one; `intake` the working store. */
export type AskedStore = "journal" | "intake" | "records" | "series";

/** What a role says of itself when it is asked. */
export interface RoleHealth {
  /** False while it waits for what it needs to start. */
  readonly isRunning: boolean;
  /** How its journal writes, where it has one that acknowledges. */
  readonly journal?: JournalHealth;
  /** Stores that did not take its last work. */
  readonly away: readonly StoreAway[];
}

export interface StoreAway {
  readonly store: AskedStore;
  readonly trouble: StoreTrouble["code"];
}

/** How a role answered: with its health, not in time although it is there, or not at all since nobody runs it. */
export type RoleAnswer = RoleHealth | "silent" | "absent";

/** What was found when every part was asked. */
export interface LookedAt {
  readonly roles: Readonly<Record<NeededRole, RoleAnswer>>;
  /** Stores that did not answer, or not as they should. */
  readonly away: readonly StoreAway[];
  /** Entries of the journal that are not decoded or not judged, with the time that the oldest has waited. */
  readonly waiting: { readonly entries: number; readonly oldestMs: number };
}

/** What may be wrong with an installation. */
export interface NotReadyCodes {
  /** No process runs the role on this data directory. */
  "role-absent": { readonly role: NeededRole };
  /** The role is there and does not answer. */
  "role-silent": { readonly role: NeededRole };
  /** The role waits for a store before it starts. */
  "role-waits": { readonly role: NeededRole };
  /** No space: what comes waits without an acknowledgement. */
  "journal-full": NoFacts;
  "journal-failed": NoFacts;
  "store-away": StoreAway;
  "entries-wait": { readonly entries: number; readonly oldestSeconds: number };
}

export type NotReady = Said<NotReadyCodes>;

/** An installation is not ready while the oldest entry has waited for longer. */
export const LONGEST_WAIT_MS = 60_000;

/** What is wrong, the worst first: each thing once, whoever told it. */
export function notReady({ roles, away, waiting }: LookedAt): readonly NotReady[] {
  const problems: NotReady[] = [];
  const gone = new Map<AskedStore, StoreAway>();
  for (const role of NEEDED_ROLES) {
    const answer = roles[role];
    if (answer === "absent") problems.push({ code: "role-absent", facts: { role } });
    else if (answer === "silent") problems.push({ code: "role-silent", facts: { role } });
    else {
      problems.push(...saidBy(role, answer));
      for (const one of answer.away) gone.set(one.store, one);
    }
  }
  // What was asked just now is newer than what a role met at its last work.
  for (const one of away) gone.set(one.store, one);
  for (const facts of gone.values()) problems.push({ code: "store-away", facts });
  if (waiting.oldestMs > LONGEST_WAIT_MS) {
    const { entries, oldestMs } = waiting;
    problems.push({ code: "entries-wait", facts: { entries, oldestSeconds: Math.floor(oldestMs / 1_000) } });
  }
  return problems;
}

function saidBy(role: NeededRole, { isRunning, journal }: RoleHealth): readonly NotReady[] {
  if (journal === "full") return [{ code: "journal-full", facts: {} }];
  if (journal === "failed") return [{ code: "journal-failed", facts: {} }];
  return isRunning ? [] : [{ code: "role-waits", facts: { role } }];
}

/** A long-term store that is away makes nobody wait: it is named, and the installation is ready. */
export function makesUnready(problem: NotReady): boolean {
  return problem.code !== "store-away" || problem.facts.store !== "series";
}

/** What a problem is about: the same one at two looks has the same key, whatever its figures. */
export function keyOf({ code, facts }: NotReady): string {
  if ("role" in facts) return `${code} ${facts.role}`;
  return "store" in facts ? `${code} ${facts.store}` : code;
}
