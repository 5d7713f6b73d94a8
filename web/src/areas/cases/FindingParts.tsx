import type { ReactNode } from "react";
import type { FindingDetailWire, FindingWire } from "../../../../api/resources/findings/schema.ts";
import { now } from "../../api/server-clock.ts";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { HelpLink } from "../../components/HelpLink.tsx";
import { LawText } from "../../components/LawText.tsx";
import { ScrollBox } from "../../components/ScrollBox.tsx";
import { Unbroken } from "../../components/Unbroken.tsx";
import { beijingDateTime } from "../../format/beijing-time.ts";
import { periodWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { findingLine } from "./case-findings.ts";
import { type CaseSay, caseWords } from "./words.ts";

/** The way to a verdict as a table: step, input, output, source. */
export function VerdictSteps({ finding }: { readonly finding: FindingDetailWire }): ReactNode {
  const { say, word } = useWords(caseWords);
  if (finding.steps.length === 0) return null;
  const period = { start: Date.parse(finding.period.start), end: Date.parse(finding.period.end) };
  return (
    <>
      <h3>
        {say("case.stepsOf", { period: periodWords(say, period, now()) })}{" "}
        <small className="quiet">{`${word("rule", finding.rule)} v${finding.ruleVersion} · ${say(`status.${finding.status}`)}`}</small>{" "}
        <small>
          <HelpLink question="help.verdict" />
        </small>
      </h3>
      <DataTable
        label={say("case.stepsOf", { period: periodWords(say, period, now()) })}
        columns={stepColumns(say)}
        rows={finding.steps}
        keyOf={(step) => step.code + step.input}
      />
    </>
  );
}

function stepColumns(say: CaseSay): readonly Column<FindingDetailWire["steps"][number]>[] {
  return [
    { key: "step", title: say("case.step"), width: 130, isRowHeader: true, text: (step) => step.name },
    { key: "input", title: say("case.input"), text: (step) => step.input, cell: ({ input }) => <Unbroken text={input} /> },
    { key: "output", title: say("case.output"), text: (step) => step.output, cell: ({ output }) => <Unbroken text={output} /> },
    {
      key: "source",
      title: say("case.source"),
      text: (step) => step.source,
      cell: ({ source, quoted }) => (
        <span className="quiet">
          <LawText text={source} quoted={quoted} />
        </span>
      ),
    },
  ];
}

/** Which declarations were looked at, and why they cover the emission or not. */
export function DeclarationsConsidered({ finding }: { readonly finding: FindingDetailWire }): ReactNode {
  const { say } = useWords(caseWords);
  const considered = finding.declarationsConsidered;
  return (
    <>
      <h3>{say("case.declarations")}</h3>
      {considered.length === 0 ? (
        <p className="quiet">{say("case.noDeclarations")}</p>
      ) : (
        <ul className="plain-list">
          {considered.map((d) => (
            <li key={d.id}>
              <b>{say(d.covers ? "case.covers" : "case.notCovers")}</b> {declaredSpan(d)} {d.why}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Which declaration it is, by the span that it declares. */
function declaredSpan({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${beijingDateTime(Date.parse(from))} – ${beijingDateTime(Date.parse(to))}`;
}

interface FindingListProps {
  readonly findings: readonly FindingWire[];
  /** The finding that the case was opened for. */
  readonly opened: string | undefined;
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

/** The findings of a case, each as a sentence; a click shows its chart and its steps. */
export function FindingList({ findings, opened, chosen, onChoose }: FindingListProps): ReactNode {
  const { say } = useWords(caseWords);
  if (findings.length < 2) return null;
  return (
    <div className="findings">
      <p className="quiet">
        {say("case.findingsTitle", { n: findings.length }) + say("list.semicolon") + say("case.findingsHint")}
      </p>
      <ScrollBox label={say("case.findingsTitle", { n: findings.length })} className="finding-list">
        <ul className="plain-list">
          {findings.map((f) => (
            <li key={f.id}>
              <button
                type="button"
                className={`finding finding-${f.status}`}
                aria-pressed={f.id === chosen}
                onClick={() => onChoose(f.id)}
              >
                <span>
                  <Unbroken text={findingLine(f, { say, at: now() })} />
                </span>
                <small className="quiet">
                  {say(`status.${f.status}`)}
                  {f.id === opened && ` · ${say("case.findingOpened")}`}
                </small>
              </button>
            </li>
          ))}
        </ul>
      </ScrollBox>
    </div>
  );
}
