import type { ReactNode } from "react";
import type { BoardRowWire } from "../../../../api/resources/board/schema.ts";
import { now } from "../../api/server-clock.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { reasonWords } from "./reason-words.ts";
import { stateWords } from "./state-words.ts";

/** Why a state is what it is, beside its mark. */
export function ReasonWords({ reason }: { readonly reason: BoardRowWire["reason"] }): ReactNode {
  const { say } = useWords(stateWords);
  return reason === null ? null : <small className="reason">{reasonWords(reason, say, now())}</small>;
}
