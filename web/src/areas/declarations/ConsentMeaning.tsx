import type { ReactNode } from "react";
import type { DeclarationWire } from "../../../../cases/declaration/declaration-wire.ts";
import { now } from "../../api/server-clock.ts";
import { periodWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { PastNote } from "./PastNote.tsx";
import { wholeHoursText } from "./whole-hours.ts";
import { declarationWords } from "./words.ts";

/** What consent given now would mean, before it is given: what it covers, and what it does not change. */
export function ConsentMeaning({ declaration }: { readonly declaration: DeclarationWire }): ReactNode {
  const { say } = useWords(declarationWords);
  const [from, to] = [Date.parse(declaration.from), Date.parse(declaration.to)];
  const left = declaration.countsFrom === null ? null : Date.parse(declaration.countsFrom);
  return (
    <>
      <PastNote declaration={declaration} />
      <ul className="decl-meaning">
        <li>{say("decl.means.declared", { period: periodWords(say, { start: from, end: to }, now()) })}</li>
        <li>{say("decl.means.fromNow")}</li>
        {left !== null && <li>{wholeHoursText(left, to, say).trim()}</li>}
        <li>{say("decl.means.limit")}</li>
      </ul>
    </>
  );
}
