import type { RegistryIndex } from "../../../core/registry/grid.ts";
import { appliesTo, type LawInForce } from "../../../core/registry/law-of-outlet.ts";
import type { LawConfirmation, LawTyping } from "../../../core/registry/law-row.ts";
import { formatIso } from "../../../core/time.ts";
import type { Language } from "../../../words/language.ts";
import { LAW_CONFIDENCE_WORDS, LAW_STANDING_WORDS } from "../../../words/law.ts";
import { pollutantName } from "../../../words/pollutant-words.ts";
import { type Scope, seesOutlet } from "../../context/scope.ts";
import type { LawRowWire } from "./schema.ts";

/** How rows of the law go out to one caller. */
export function lawToWire(index: RegistryIndex, scope: Scope, language: Language): (law: LawInForce) => LawRowWire {
  const confirmations = new Map((index.registry.lawConfirmations ?? []).map((one) => [one.id, one]));
  const outlets = index.registry.outlets.filter((outlet) => outlet.law !== undefined && seesOutlet(scope, outlet.id));
  return ({ row, standing }) => {
    const { amendment = null, substance, when = null, note, unconfirmed = [], use: _, ...rest } = row;
    return {
      ...rest,
      amendment,
      appliesTo: Object.fromEntries(Object.entries(row.appliesTo).filter(([, asked]) => asked !== undefined)),
      name: row.pollutant === null ? (substance?.[language] ?? "") : pollutantName(row.pollutant, language),
      compare: row.compare ?? "full",
      when,
      confidenceText: LAW_CONFIDENCE_WORDS[row.confidence][language],
      unconfirmed: [...unconfirmed],
      standing,
      standingText: LAW_STANDING_WORDS[standing][language],
      note: note?.[language] ?? null,
      confirmation: typingsOf(confirmations.get(row.id)),
      outlets: outlets.filter((outlet) => appliesTo(row, outlet)).map(({ id }) => id),
    } as LawRowWire;
  };
}

function typingsOf(confirmation: LawConfirmation | undefined): LawRowWire["confirmation"] {
  const typings: readonly LawTyping[] = confirmation?.typings ?? [];
  return typings.map(({ by: _, person: __, at, ...typing }) => ({ ...typing, at: formatIso(at) }));
}
