import type { Why } from "../../core/judging/considered-codes.ts";
import type { DeclaredEmission } from "../../core/judging/declared-emission.ts";
import type { Standing } from "../../core/judging/step-codes.ts";
import type { Instant, Period } from "../../core/time.ts";

/** An emission that declarations may cover. */
export interface Emission {
  readonly outlet: string;
  /** `null` for a bypass, past which whatever was not treated leaves. */
  readonly pollutant: string | null;
  /** From the first moment of which there is evidence. */
  readonly period: Period;
  /** At the latest it began then: the evidence is no finer. */
  readonly beganBy: Instant;
}

/** What one statement means for an emission, if it were the only one. */
export interface Claim {
  readonly claim: Standing;
  readonly why: Why;
  /** When it was said. */
  readonly saidAt: Instant;
}

/** What a declaration of these days claims. What was decided of it after the emission began does not reach back. */
export function weighDeclaration(declaration: DeclaredEmission, emission: Emission): Claim {
  const { state, submittedAt: saidAt, from, to } = declaration;
  const misses = missesOf(declaration, emission);
  const [miss] = misses;
  if (miss !== undefined) {
    const isNear = misses.length === 1 && isNearMiss(declaration, emission);
    return {
      saidAt,
      claim: isNear ? "beyond-consent" : "unreported",
      why: whyMissed(isNear ? NEARLY[miss] : miss, { from, to }),
    };
  }
  switch (state) {
    case "consented":
      return { saidAt, ...weighConsent(declaration, emission) };
    case "submitted":
      return { saidAt, ...weighRequest(declaration, emission) };
    case "refused":
      return { saidAt, ...weighRefusal(declaration, emission) };
    case "returned":
      return { saidAt, ...nothing({ code: "returned", facts: {} }) };
  }
}

type Weight = Omit<Claim, "saidAt">;

function nothing(why: Why): Weight {
  return { claim: "unreported", why };
}

function weighRequest(declaration: DeclaredEmission, emission: Emission): Weight {
  const { submittedAt } = declaration;
  return submittedAt <= onsetOf(declaration, emission)
    ? { claim: "pending", why: { code: "unanswered", facts: { submittedAt } } }
    : { claim: "late-report", why: { code: "submitted-late", facts: { submittedAt } } };
}

function weighConsent(declaration: DeclaredEmission, emission: Emission): Weight {
  const { decidedAt, submittedAt } = declaration;
  const onset = onsetOf(declaration, emission);
  if (decidedAt === null) return nothing({ code: "consent-without-time", facts: {} });
  if (decidedAt <= onset) return { claim: "consented", why: { code: "consented-before", facts: { decidedAt } } };
  return submittedAt <= onset
    ? nothing({ code: "consented-late", facts: { decidedAt } })
    : { claim: "late-report", why: { code: "submitted-late", facts: { submittedAt } } };
}

function weighRefusal(declaration: DeclaredEmission, emission: Emission): Weight {
  const { decidedAt } = declaration;
  return decidedAt !== null && decidedAt <= onsetOf(declaration, emission)
    ? { claim: "against-refusal", why: { code: "refused-before", facts: { decidedAt } } }
    : nothing({ code: "refused", facts: {} });
}

/** When the part of the emission begins that the declaration can cover. */
function onsetOf({ from }: DeclaredEmission, { period }: Emission): number {
  return Math.max(from, period.start);
}

/** In what a declaration does not fit. */
type Miss = "other-outlet" | "other-pollutant" | "period-outside";

/** The same of a consent that fits in everything else. */
const NEARLY = {
  "other-outlet": "beyond-place",
  "other-pollutant": "beyond-pollutant",
  "period-outside": "beyond-window",
} as const satisfies Readonly<Record<Miss, Why["code"]>>;

function missesOf({ outlets, pollutants, from, to }: DeclaredEmission, { outlet, pollutant, period }: Emission): readonly Miss[] {
  const isBeside = to <= period.start || from >= period.end;
  return [
    ...(outlets.includes(outlet) ? [] : (["other-outlet"] as const)),
    ...(pollutant === null || pollutants.includes(pollutant) ? [] : (["other-pollutant"] as const)),
    ...(isBeside ? (["period-outside"] as const) : []),
  ];
}

/** Consented to before the emission began. */
function isNearMiss({ state, decidedAt }: DeclaredEmission, { period }: Emission): boolean {
  return state === "consented" && decidedAt !== null && decidedAt <= period.start;
}

function whyMissed(code: Miss | (typeof NEARLY)[Miss], window: { readonly from: Instant; readonly to: Instant }): Why {
  return code === "period-outside" || code === "beyond-window" ? { code, facts: window } : { code, facts: {} };
}
