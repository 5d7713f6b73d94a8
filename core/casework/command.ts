import type { Actor } from "../people/actor.ts";
import type { Instant } from "../time.ts";
import type { CaseState } from "./case.ts";
import type { Refusal } from "./refusal.ts";

/** What a person or the API may ask the engine to do. Stands in the journal as JSON and is decided in journal order. */
export type Command =
  | {
      readonly type: "transition";
      readonly actor: Actor;
      readonly caseId: string;
      readonly to: CaseState;
      readonly version: number;
      readonly note: string;
      readonly fields: Readonly<Record<string, string>>;
    }
  | {
      readonly type: "report-case";
      readonly actor: Actor;
      readonly source: "patrol" | "hotline" | "enterprise" | "upper";
      readonly title: string;
      readonly cell: string;
      readonly enterprise: string | null;
      readonly outlet: string | null;
      readonly description: string;
      readonly category: string;
      /** Who reported it, when somebody outside did. Shown to the accepting desk only. */
      readonly reporter?: string;
    }
  | {
      readonly type: "declare";
      readonly actor: Actor;
      readonly enterprise: string;
      readonly outlets: readonly string[];
      readonly pollutants: readonly string[];
      readonly cause: "maintenance" | "process";
      readonly from: Instant;
      readonly to: Instant;
      readonly measures: string;
      readonly note: string;
    }
  | {
      readonly type: "decide-declaration";
      readonly actor: Actor;
      readonly declarationId: string;
      readonly decision: "consent" | "refuse" | "return";
      readonly reason: string;
    };

/** What the engine answered to the journal entry `seq` (a command, a registry version or a tick). */
export type CommandOutcome =
  | { readonly seq: number; readonly ok: true; readonly result: Readonly<Record<string, unknown>> }
  | { readonly seq: number; readonly ok: false; readonly refusal: Refusal };
