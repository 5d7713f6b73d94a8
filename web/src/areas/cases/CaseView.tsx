import { Button } from "antd";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import type { FindingDetailWire, FindingWire } from "../../../../api/resources/findings/schema.ts";
import type { CaseDetailWire } from "../../../../cases/case/case-wire.ts";
import { ApiError } from "../../api/client.ts";
import { type PageWire, part, read } from "../../api/read.ts";
import { now } from "../../api/server-clock.ts";
import { useRead, useRefresh } from "../../api/use-read.ts";
import { LeftTime } from "../../components/LeftTime.tsx";
import { Unbroken } from "../../components/Unbroken.tsx";
import { Empty, Partial, Placeholder, View } from "../../components/View.tsx";
import { momentWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { CaseIncidents } from "./CaseIncidents.tsx";
import { CaseSteps } from "./CaseSteps.tsx";
import { CaseTimeline } from "./CaseTimeline.tsx";
import { findingsInOrder, openedBy } from "./case-findings.ts";
import { casePath } from "./case-path.ts";
import { DeclarationsConsidered, FindingList, VerdictSteps } from "./FindingParts.tsx";
import { type CaseSay, caseWords } from "./words.ts";

const CaseChart = lazy(() => import("./CaseChart.tsx").then((m) => ({ default: m.CaseChart })));

interface CaseViewProps {
  readonly id: string;
  readonly onBack: () => void;
}

/** One case: what it is, what it rests on, what may be done next, and what was done. */
export function CaseView({ id, onBack }: CaseViewProps): ReactNode {
  const { say } = useWords(caseWords);
  const refresh = useRefresh();
  const resource = useRead(read<CaseDetailWire>(`/cases/${part(id)}`));
  if (resource.data === undefined && resource.error instanceof ApiError && [403, 404].includes(resource.error.status)) {
    return <Empty title={say("case.missing")} />;
  }
  return (
    <View resource={resource} what={say("what.case")} lines={16}>
      {(item) => (
        <article className="case" aria-labelledby="case-title">
          <Button type="text" className="case-back" onClick={onBack}>
            ← {say("case.back")}
          </Button>
          <CaseHead item={item} />
          <div className="case-columns">
            <Evidence item={item} />
            <div className="case-side">
              <CaseSteps item={item} onDone={() => refresh("/cases", "/overview")} />
              <CaseTimeline item={item} />
            </div>
          </div>
        </article>
      )}
    </View>
  );
}

function CaseHead({ item }: { readonly item: CaseDetailWire }): ReactNode {
  const { say } = useWords(caseWords);
  return (
    <header className="case-head">
      <p className="case-line-1">
        <span className={`level level-${item.level}`} title={say(`help.level.${item.level}`)}>
          {say(`level.${item.level}`)}
        </span>{" "}
        <span className="number">{item.number}</span> {item.supervised && <b>{say("case.supervised")}</b>}{" "}
        <LeftTime at={item.deadline} kind={item.deadlineKind} source={item.deadlineSource} />
      </p>
      <h2 id="case-title">
        <Unbroken text={item.title} />
      </h2>
      <p className="quiet">{placeWords(item, say)}</p>
      <ol className="path" aria-label={say("case.path")}>
        {casePath(item).map((step) => (
          <li
            key={step.state}
            className={`path-${step.phase}`}
            aria-current={step.phase === "current" ? "step" : undefined}
            title={say(`help.case.${step.state}`)}
          >
            {say(`case.state.${step.state}`)}
          </li>
        ))}
      </ol>
    </header>
  );
}

/** Where a case belongs, who has it, and since when it is open. */
function placeWords(item: CaseDetailWire, say: CaseSay): string {
  const { enterpriseName, outletName, cellName, assigneeName, openedAt } = item;
  return [
    enterpriseName,
    outletName,
    `${say("case.cell")} ${cellName}`,
    assigneeName === null ? null : `${say("case.assignee")} ${assigneeName}`,
    `${say("case.opened")} ${momentWords(say, Date.parse(openedAt), now())}`,
  ]
    .filter((words) => words !== null)
    .join(" · ");
}

/** A case that holds more findings than this shows the newest. */
const MOST_FINDINGS = 1_000;

/** What the case rests on. The finding that the title names stands first; another is shown when it is chosen. */
function Evidence({ item }: { readonly item: CaseDetailWire }): ReactNode {
  const { say } = useWords(caseWords);
  const [asked, setAsked] = useState<string | null>(null);
  const ids = item.findings;
  const opened = openedBy(item);
  const chosen = asked !== null && ids.includes(asked) ? asked : opened;
  const all = useRead(ids.length < 2 ? null : read<PageWire<FindingWire>>("/findings", { case: item.id, limit: MOST_FINDINGS }));
  const known = useKept(all.data)?.items ?? [];
  const finding = useRead(chosen === undefined ? null : read<FindingDetailWire>(`/findings/${part(chosen)}`));
  return (
    <section className="case-evidence" aria-label={say("case.evidence")}>
      <div className="section-head">
        <h3>{say("case.evidence")}</h3>
      </div>
      {item.description !== null && <p>{item.description}</p>}
      <CaseIncidents item={item} />
      {chosen === undefined ? (
        <p className="quiet">{say("case.noEvidence")}</p>
      ) : (
        <>
          <Partial resource={all} what={say("what.findings")} />
          <FindingList findings={findingsInOrder(ids, known)} opened={opened} chosen={chosen} onChoose={setAsked} />
          <View resource={finding} what={say("what.findings")} lines={10}>
            {(f) => (
              <>
                <Suspense fallback={<Placeholder lines={12} />}>
                  <CaseChart finding={f} caseNumber={item.number} openedAt={item.openedAt} />
                </Suspense>
                <VerdictSteps finding={f} />
                {f.family === "fugitive" && <DeclarationsConsidered finding={f} />}
              </>
            )}
          </View>
        </>
      )}
    </section>
  );
}

/** The last answer while the next is on its way, so that a list does not vanish with every change of the case. */
function useKept<T>(value: T | undefined): T | undefined {
  const kept = useRef(value);
  if (value !== undefined) kept.current = value;
  return kept.current;
}
