import type { Why } from "../core/judging/considered-codes.ts";
import type { DeclaredEmission } from "../core/judging/declared-emission.ts";
import type { ConsideredDeclaration } from "../core/judging/finding.ts";
import type { Standing } from "../core/judging/step-codes.ts";
import type { Period } from "../core/time.ts";

/** An emission that a declaration may cover. */
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
 * Weighs the declarations (申报) against an emission. Consent counts from when it was given: given at the onset or before
 * it covers, given later it does not, and no answer is no consent. The window must hold the whole period.
 */
export function considerDeclarations(declarations: readonly DeclaredEmission[], emission: Emission): Consideration {
  const weighed = declarations.map((declaration) => ({ declaration, ...weigh(declaration, emission) }));
  const considered = weighed.map(({ declaration, standing, why }) => ({
    id: declaration.id,
    covers: standing === "consented",
    from: declaration.from,
    to: declaration.to,
    why,
  }));
  if (weighed.some((w) => w.standing === "consented")) return { standing: "consented", considered };
  if (weighed.some((w) => w.standing === "pending")) return { standing: "pending", considered };
  return { standing: "unreported", considered };
}

interface Weight {
  readonly standing: Standing;
  readonly why: Why;
}

function weigh(declaration: DeclaredEmission, emission: Emission): Weight {
  const mismatch = findMismatch(declaration, emission);
  if (mismatch !== undefined) return { standing: "unreported", why: mismatch };
  const { start } = emission.period;
  const { state, submittedAt } = declaration;
  switch (state) {
    case "consented":
      return weighConsent(declaration, emission);
    case "submitted":
      return submittedAt <= start
        ? { standing: "pending", why: { code: "unanswered", facts: { submittedAt } } }
        : { standing: "unreported", why: { code: "submitted-late", facts: { submittedAt } } };
    case "returned":
    case "refused":
      return { standing: "unreported", why: { code: state, facts: {} } };
  }
}

function weighConsent({ decidedAt }: DeclaredEmission, emission: Emission): Weight {
  if (decidedAt === null) return { standing: "unreported", why: { code: "consent-without-time", facts: {} } };
  return decidedAt <= emission.period.start
    ? { standing: "consented", why: { code: "consented-before", facts: { decidedAt } } }
    : { standing: "unreported", why: { code: "consented-late", facts: { decidedAt } } };
}

function findMismatch(
  { outlets, pollutants, from, to }: DeclaredEmission,
  { outlet, pollutant, period }: Emission,
): Why | undefined {
  if (!outlets.includes(outlet)) return { code: "other-outlet", facts: {} };
  if (!pollutants.includes(pollutant)) return { code: "other-pollutant", facts: {} };
  const holdsPeriod = from <= period.start && period.end <= to;
  return holdsPeriod ? undefined : { code: "period-outside", facts: { from, to } };
}
