import type { LawConfirmation, LawRow, LawTyping } from "../../core/registry/law-row.ts";
import { at } from "./hour-facts.ts";

/** A row of the law for stacks of boilers: SO₂ ≤ 50 mg/m³ as an hour mean, confirmed. */
export function aLawRow(over: Partial<LawRow> = {}): LawRow {
  return {
    id: "row-1",
    standard: "GB 13271-2014",
    table: "表 2",
    appliesTo: { sector: "boiler" },
    outletKind: "stack",
    pollutant: "a21026",
    basis: "hour-mean",
    comparator: "<=",
    value: 50,
    unit: "mg/m3",
    compare: "full",
    oxygenReference: null,
    validFrom: null,
    validTo: null,
    confidence: "C",
    ...over,
  };
}

/** What somebody read of that row. */
export function typing(over: { readonly [Field in keyof LawTyping]?: LawTyping[Field] | undefined } = {}): LawTyping {
  return {
    by: "u1",
    person: "p1",
    name: "演示甲",
    at: at("2026-11-23T09:00:00+08:00"),
    standard: "GB 13271-2014",
    table: "表 2",
    page: "3",
    value: 50,
    oxygenReference: null,
    ...over,
  } as LawTyping;
}

/** Two persons read the same. */
export const TYPED: LawConfirmation = { id: "row-1", typings: [typing(), typing({ by: "u2", person: "p2", name: "演示乙" })] };
