import type { ReactNode } from "react";
import type { Finding } from "../api/page-shapes.ts";
import { now } from "../api/server-clock.ts";
import { formatUnit, formatValue } from "../format/digits.ts";
import { periodWords } from "../format/time-words.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";

/** The way to a verdict as a table: step, input, output, source. */
export function VerdictSteps({ finding }: { readonly finding: Finding }): ReactNode {
  const { say } = useLanguage();
  if (finding.steps === undefined || finding.steps.length === 0) return null;
  return (
    <>
      <h3>
        {say("case.steps")}{" "}
        <small className="quiet">{`${finding.rule} v${finding.ruleVersion} · ${say(`status.${finding.status}`)}`}</small>
      </h3>
      <table className="grid wrap">
        <thead>
          <tr>
            <th scope="col">{say("case.step")}</th>
            <th scope="col">{say("case.input")}</th>
            <th scope="col">{say("case.output")}</th>
            <th scope="col">{say("case.source")}</th>
          </tr>
        </thead>
        <tbody>
          {finding.steps.map((step) => (
            <tr key={step.name + step.input}>
              <th scope="row">{step.name}</th>
              <td>{step.input}</td>
              <td>{step.output}</td>
              <td className="quiet">{step.source}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Which declarations were looked at, and why they cover the emission or not. */
export function DeclarationsConsidered({ finding }: { readonly finding: Finding }): ReactNode {
  const { say } = useLanguage();
  const considered = finding.declarationsConsidered ?? [];
  return (
    <>
      <h3>{say("case.declarations")}</h3>
      {considered.length === 0 ? (
        <p className="quiet">{say("case.noDeclarations")}</p>
      ) : (
        <ul className="plain-list">
          {considered.map((d) => (
            <li key={d.id}>
              <b>{say(d.covers ? "case.covers" : "case.notCovers")}</b> <code>{d.id}</code> {d.why}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** All findings of a case in one line each, when the answer carries them whole. */
export function FindingList({
  ids,
  findings,
}: {
  readonly ids: readonly string[];
  readonly findings: readonly (string | Finding)[];
}): ReactNode {
  const { say } = useLanguage();
  if (ids.length < 2) return null;
  return (
    <>
      <h3>{say("case.findings")}</h3>
      <ul className="plain-list">
        {findings.map((f) => (
          <li key={typeof f === "string" ? f : f.id}>
            {typeof f === "string" ? <code>{f}</code> : <FindingWords finding={f} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function FindingWords({ finding }: { readonly finding: Finding }): ReactNode {
  const { say } = useLanguage();
  const period = { start: Date.parse(finding.period.start), end: Date.parse(finding.period.end) };
  const value = finding.value === null ? "—" : formatValue(finding.value, finding.pollutant, finding.limit?.value);
  return (
    <>
      {periodWords(say, period, now())} <b>{value}</b> {formatUnit(finding.unit ?? finding.limit?.unit ?? "")}{" "}
      <span className="quiet">{say(`status.${finding.status}`)}</span>
    </>
  );
}
