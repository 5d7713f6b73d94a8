/**
 * Factors that HJ 212-2025 adds and of which we have one secondary source: electricity (`d`) and key production conditions (`p`). Their families are known, what
 * the digits mean is not. They are stored like all others; a channel that names one is a warning, until somebody has looked into the printed standard.
 * @see docs/sources.md#hj-212-factors
 */
export interface UnconfirmedFactor {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

const PRODUCTION_POWER = ["d20105", "d20205", "d20305", "d20405"];
const TREATMENT_POWER = ["d30106", "d30406"];

const ROWS: readonly UnconfirmedFactor[] = [
  ...PRODUCTION_POWER.map((code) => ({ code, zh: `生产设施用电 ${code}`, en: `electricity of production, ${code}` })),
  ...TREATMENT_POWER.map((code) => ({ code, zh: `治理设施用电 ${code}`, en: `electricity of treatment, ${code}` })),
  { code: "p99101", zh: "生产工况标记 p99101", en: "mark of the production state, p99101" },
];

/** By code. */
export const UNCONFIRMED_FACTORS: ReadonlyMap<string, UnconfirmedFactor> = new Map(ROWS.map((row) => [row.code, row]));
