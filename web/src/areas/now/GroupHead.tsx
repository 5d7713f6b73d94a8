import type { ReactNode } from "react";
import { StateMark } from "../../components/StateMark.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { GRAVEST_FIRST, type StateCounts } from "./board-groups.ts";
import { nowWords } from "./words.ts";

/** What is in order is only counted in all. */
const SAID = GRAVEST_FIRST.filter((state) => state !== "ok");

interface GroupHeadProps {
  readonly kind: "street" | "enterprise";
  readonly name: string;
  readonly group: { readonly counts: StateCounts; readonly total: number };
  readonly isOpen: boolean;
  readonly line: number;
  /** Closes or opens the group. */
  readonly onToggle: () => void;
}

/** The head of a street or an enterprise: its name, and how many of its rows are in which state. */
export function GroupHead({ kind, name, group, isOpen, line, onToggle }: GroupHeadProps): ReactNode {
  const { say } = useWords(nowWords);
  return (
    <tr aria-rowindex={line + 2} className={`group-head group-${kind}`}>
      <th scope="rowgroup" className="group-cell">
        <button type="button" className="group-toggle" aria-expanded={isOpen} onClick={onToggle}>
          <span className="group-arrow" aria-hidden="true">
            {isOpen ? "▾" : "▸"}
          </span>
          <span className="group-name" title={name}>
            {name}
          </span>
          <span className="group-counts">
            {SAID.map((state) => {
              const n = group.counts[state];
              return n === undefined ? null : (
                <span key={state} className={`group-count mark-${state}`}>
                  <StateMark state={state} /> {n}
                </span>
              );
            })}
            <span className="quiet">{say("now.rows", { n: group.total })}</span>
          </span>
        </button>
      </th>
    </tr>
  );
}
