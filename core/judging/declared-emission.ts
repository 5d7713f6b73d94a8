import type { Instant } from "../time.ts";
import type { TaggedSpan } from "./tagged-span.ts";

/** What rules look at of a declaration of a temporary unorganised emission (临时无组织排放申报). */
export interface DeclaredEmission {
  readonly id: string;
  readonly outlets: readonly string[];
  readonly pollutants: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
  /** Consent (征得同意) counts from `decidedAt`, never backwards; no answer is not consent. */
  readonly state: "submitted" | "returned" | "consented" | "refused";
  readonly submittedAt: Instant;
  readonly decidedAt: Instant | null;
}

/** What rules look at of an accident that was reported. It names no pollutants and stands for all of them. */
export interface ReportedAccident {
  readonly id: string;
  readonly outlets: readonly string[];
  /** When it began, as was said. */
  readonly from: Instant;
  /** Until when what was reported covers what is emitted. */
  readonly to: Instant;
  readonly reportedAt: Instant;
  /** By when it was to be reported. */
  readonly dueAt: Instant;
}

/** 黄色, 橙色, 红色: levels of the warning of a heavy-pollution day. */
export const CONTROL_LEVELS = ["yellow", "orange", "red"] as const;

export type ControlLevel = (typeof CONTROL_LEVELS)[number];

/** What rules look at of an order of a heavy-pollution day that names the enterprise. */
export interface OrderedControl {
  readonly id: string;
  readonly level: ControlLevel;
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  /** The part of the usual production that is still allowed: 0 stops it. */
  readonly share: number;
}

/** What an enterprise said of its emissions, and what was ordered of it; each the oldest first. */
export interface Statements {
  readonly declarations: readonly DeclaredEmission[];
  readonly accidents: readonly ReportedAccident[];
  readonly orders: readonly OrderedControl[];
}

export const NO_STATEMENTS: Statements = { declarations: [], accidents: [], orders: [] };

/** What rules ask of casework. */
export interface CaseworkFacts {
  /** The tags on an outlet's data, oldest first; `undefined` when they were not read. */
  peekTags(outlet: string): readonly TaggedSpan[] | undefined;
  tagsOf(outlet: string): Promise<readonly TaggedSpan[]>;
  /** Whatever the enterprise declared and reported and was ordered, whatever became of it. */
  statementsOf(enterprise: string): Promise<Statements>;
  /** Reads the statements of all these enterprises at once, before they are asked for one by one. */
  readAhead(enterprises: readonly string[]): Promise<void>;
  /** The same for the tags of outlets. */
  readTagsAhead(outlets: readonly string[]): Promise<void>;
}
