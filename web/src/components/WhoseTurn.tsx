import type { ReactNode } from "react";
import type { HolderWire } from "../../../cases/shared/turn-wire.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import type { Say } from "../i18n/say.ts";

/** Roles with where their people are found, each place once: "街道环保员（甲街道）、分局值班、值班台（演示区）". */
export function holdersText(holders: readonly HolderWire[], say: Say): string {
  return holders
    .map(({ role, placeName }, i) => {
      const name = say(`role.${role}`);
      const isLastOfPlace = holders[i + 1]?.placeName !== placeName;
      return placeName === null || !isLastOfPlace ? name : name + say("sentence.brackets", { text: placeName });
    })
    .join(say("list.comma"));
}

interface WhoseTurnProps {
  readonly holders: readonly HolderWire[];
  /** Why it is not the reader's turn, where that is known. */
  readonly declined?: string | null;
}

/** Where the reader cannot act: whose turn it is, by role and place. */
export function WhoseTurn({ holders, declined = null }: WhoseTurnProps): ReactNode {
  const { say, word } = useLanguage();
  if (holders.length === 0) return null;
  const why = declined === null || declined === "role-not-allowed" ? "" : word("turn.why", declined);
  return (
    <p className="quiet whose-turn">
      {why}
      {say("turn.of", { who: holdersText(holders, say) })}
    </p>
  );
}
