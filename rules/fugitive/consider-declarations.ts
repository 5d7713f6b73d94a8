import type { Why } from "../../core/judging/considered-codes.ts";
import type { DeclaredEmission } from "../../core/judging/declared-emission.ts";
import type { ConsideredDeclaration } from "../../core/judging/finding.ts";
import type { Standing } from "../../core/judging/step-codes.ts";
import type { Period } from "../../core/time.ts";

/** An emission that declarations may cover. */
export interface Emission {
  readonly outlet: string;
  readonly pollutant: string;
  readonly period: Period;
}

/** What the declarations mean for an emission. */
export interface Consideration {
  readonly standing: Standing;
  /** Every declaration that was looked at, in the order given. */
  readonly considered: readonly ConsideredDeclaration[];
}

/**
 * Weighs the declarations (申报) against an emission. Consent counts from when it was given: for the part of its window
 * that began with it or later. Windows that together hold the whole period cover it; no answer is no consent.
 */
export function considerDeclarations(declarations: readonly DeclaredEmission[], emission: Emission): Consideration {
  const weighed = declarations.map((declaration) => ({ declaration, ...weigh(declaration, emission) }));
  const spansOf = (standing: Standing) => weighed.filter((w) => w.standing === standing).map((w) => w.declaration);
  const isConsented = isHeld(emission.period, spansOf("consented"));
  const isPending = isHeld(emission.period, [...spansOf("consented"), ...spansOf("pending")]);
  const considered = weighed.map(({ declaration: { id, from, to }, standing, why }) =>
    standing === "consented" && !isConsented
      ? { id, covers: false, from, to, why: { code: "period-outside" as const, facts: { from, to } } }
      : { id, covers: standing === "consented", from, to, why },
  );
  if (isConsented) return { standing: "consented", considered };
  return { standing: isPending ? "pending" : "unreported", considered };
}

/** True when the windows leave no moment of the period out. */
function isHeld({ start, end }: Period, windows: readonly DeclaredEmission[]): boolean {
  let reached = start;
  for (const { from, to } of [...windows].sort((a, b) => a.from - b.from)) {
    if (from > reached) return false;
    if (to > reached) reached = to;
    if (reached >= end) return true;
  }
  return false;
}

interface Weight {
  readonly standing: Standing;
  readonly why: Why;
}

function weigh(declaration: DeclaredEmission, emission: Emission): Weight {
  const mismatch = findMismatch(declaration, emission);
  if (mismatch !== undefined) return { standing: "unreported", why: mismatch };
  const { state, submittedAt } = declaration;
  switch (state) {
    case "consented":
      return weighConsent(declaration, emission);
    case "submitted":
      return submittedAt <= onsetOf(declaration, emission)
        ? { standing: "pending", why: { code: "unanswered", facts: { submittedAt } } }
        : { standing: "unreported", why: { code: "submitted-late", facts: { submittedAt } } };
    case "returned":
    case "refused":
      return { standing: "unreported", why: { code: state, facts: {} } };
  }
}

function weighConsent(declaration: DeclaredEmission, emission: Emission): Weight {
  const { decidedAt } = declaration;
  if (decidedAt === null) return { standing: "unreported", why: { code: "consent-without-time", facts: {} } };
  return decidedAt <= onsetOf(declaration, emission)
    ? { standing: "consented", why: { code: "consented-before", facts: { decidedAt } } }
    : { standing: "unreported", why: { code: "consented-late", facts: { decidedAt } } };
}

/** When the part of the emission begins that the declaration can cover. */
function onsetOf({ from }: DeclaredEmission, { period }: Emission): number {
  return Math.max(from, period.start);
}

function findMismatch(
  { outlets, pollutants, from, to }: DeclaredEmission,
  { outlet, pollutant, period }: Emission,
): Why | undefined {
  if (!outlets.includes(outlet)) return { code: "other-outlet", facts: {} };
  if (!pollutants.includes(pollutant)) return { code: "other-pollutant", facts: {} };
  const isBeside = to <= period.start || from >= period.end;
  return isBeside ? { code: "period-outside", facts: { from, to } } : undefined;
}
