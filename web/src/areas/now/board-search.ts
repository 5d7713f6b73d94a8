import type { BoardRowWire } from "../../../../api/resources/board/schema.ts";
import { pollutantFullName, pollutantName } from "../../../../words/pollutant-words.ts";

/** True when the text is part of one of the names a person knows the row by, in either language. */
export function isFound({ outlet, value }: BoardRowWire, text: string): boolean {
  if (text === "") return true;
  const wanted = text.toLowerCase();
  const { pollutant } = value;
  const named = [outlet.name, outlet.code, outlet.enterprise, outlet.enterpriseName, outlet.streetName ?? ""];
  return (
    named.some((name) => name.toLowerCase().includes(wanted)) ||
    (["zh", "en"] as const).some(
      (lang) =>
        pollutantName(pollutant, lang).toLowerCase().includes(wanted) ||
        pollutantFullName(pollutant, lang).toLowerCase().includes(wanted),
    )
  );
}

/** True for what is not in order, and was not consented to. */
export function needsLook({ state }: BoardRowWire): boolean {
  return state !== "ok" && state !== "exempt";
}
