/** A duty of law that a rule applies and that carries no figure. */
export interface Duty {
  /** The document as it is quoted. */
  readonly source: string;
  readonly confidence: "C" | "S" | "G" | "D";
}

export const DUTIES = {
  /** A temporary unorganised emission that cannot be avoided is reported, and consent to it is obtained. */
  consentToUnorganisedEmission: { source: "中政办〔2016〕1号", confidence: "C" },
} as const satisfies Readonly<Record<string, Duty>>;
