import type { Instant } from "../../core/time.ts";

/** 初报, 续报, 处理结果报告 (部令第 17 号, 2011). */
export const ACCIDENT_REPORT_KINDS = ["first", "follow-up", "final"] as const;

export type AccidentReportKind = (typeof ACCIDENT_REPORT_KINDS)[number];

/** What is reported of an accident after it was told. Never overwritten. */
export interface AccidentReport {
  readonly kind: AccidentReportKind;
  readonly text: string;
  readonly at: Instant;
  readonly by: string;
  /** What who reported it was called then. */
  readonly byName: string;
}

/**
 * An accident that causes pollution or may (突发环境事件), as the enterprise or the bureau told it. That it was told in
 * time makes an emission no unreported one, and no exceedance permitted.
 */
export interface Accident {
  readonly id: string;
  readonly enterprise: string;
  readonly outlets: readonly string[];
  /** When it began, as was said. */
  readonly at: Instant;
  readonly description: string;
  readonly state: "open" | "ended";
  readonly reportedAt: Instant;
  readonly reportedBy: string;
  /** What who reported it was called then. */
  readonly reportedByName: string;
  /** By when it was to be reported. */
  readonly dueAt: Instant;
  readonly reports: readonly AccidentReport[];
}
