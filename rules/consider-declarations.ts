import type { Declaration } from "../core/casework/declaration.ts";
import type { ConsideredDeclaration } from "../core/judging/finding.ts";
import { formatBeijing, type Period } from "../core/time.ts";

/** An emission that a declaration may cover. */
export interface Emission {
  readonly outlet: string;
  readonly pollutant: string;
  readonly period: Period;
}

/** What the declarations mean for an emission; `consented` wins over `pending`. */
export interface Consideration {
  readonly standing: "consented" | "pending" | "unreported";
  /** Every declaration that was looked at, in the order given. */
  readonly considered: readonly ConsideredDeclaration[];
}

/**
 * Weighs the declarations (申报) against an emission. Consent counts from when it was given: given at the onset or before it covers, given
 * later it does not, and no answer is no consent. The window must hold the whole period.
 */
export function considerDeclarations(declarations: readonly Declaration[], emission: Emission): Consideration {
  const weighed = declarations.map((declaration) => ({ declaration, ...weigh(declaration, emission) }));
  const considered = weighed.map(({ declaration, standing, why }) => ({
    id: declaration.id,
    covers: standing === "consented",
    why,
  }));
  if (weighed.some((w) => w.standing === "consented")) return { standing: "consented", considered };
  if (weighed.some((w) => w.standing === "pending")) return { standing: "pending", considered };
  return { standing: "unreported", considered };
}

interface Weight {
  readonly standing: Consideration["standing"];
  readonly why: string;
}

function weigh(declaration: Declaration, emission: Emission): Weight {
  const mismatch = findMismatch(declaration, emission);
  if (mismatch !== undefined) return { standing: "unreported", why: mismatch };
  const { start } = emission.period;
  switch (declaration.state) {
    case "consented":
      return weighConsent(declaration, emission);
    case "submitted":
      return declaration.submittedAt <= start
        ? { standing: "pending", why: `尚未答复（${formatBeijing(declaration.submittedAt)} 提交），未答复不等于同意` }
        : { standing: "unreported", why: `申报晚于排放开始（${formatBeijing(declaration.submittedAt)} 提交）` };
    case "returned":
      return { standing: "unreported", why: "已退回补正，未获同意" };
    case "refused":
      return { standing: "unreported", why: "已拒绝" };
  }
}

function weighConsent(declaration: Declaration, emission: Emission): Weight {
  const decidedAt = declaration.decidedAt;
  if (decidedAt === null) return { standing: "unreported", why: "同意时间缺失" };
  const when = formatBeijing(decidedAt);
  return decidedAt <= emission.period.start
    ? { standing: "consented", why: `排放开始前已征得同意（${when}），排口、污染物和时段均包含` }
    : { standing: "unreported", why: `给出同意晚于排放开始（${when}），不溯及既往` };
}

function findMismatch(declaration: Declaration, emission: Emission): string | undefined {
  if (!declaration.outlets.includes(emission.outlet)) return "点位不符：申报未列本点位";
  if (!declaration.pollutants.includes(emission.pollutant)) return "污染物不符";
  const { start, end } = emission.period;
  const holdsPeriod = declaration.from <= start && end <= declaration.to;
  return holdsPeriod ? undefined : `时段不含（申报 ${formatBeijing(declaration.from)} 至 ${formatBeijing(declaration.to)}）`;
}
