import { Button } from "antd";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { getCase } from "../../api/adapt.ts";
import { ApiError, get, list } from "../../api/client.ts";
import type { CaseItem, Finding } from "../../api/page-shapes.ts";
import { now } from "../../api/server-clock.ts";
import { useResource } from "../../api/use-resource.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { LeftTime } from "../../components/LeftTime.tsx";
import { Empty, Partial, View } from "../../components/View.tsx";
import { momentWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { CaseSteps } from "./CaseSteps.tsx";
import { CaseTimeline } from "./CaseTimeline.tsx";
import { findingIds, findingsInOrder, openingFinding } from "./case-findings.ts";
import { casePath } from "./case-path.ts";
import { DeclarationsConsidered, FindingList, VerdictSteps } from "./FindingParts.tsx";
import { caseWords } from "./words.ts";

const CaseChart = lazy(() => import("./CaseChart.tsx").then((m) => ({ default: m.CaseChart })));
const REFRESH_MS = 20_000;

interface CaseViewProps {
  readonly id: string;
  readonly onChanged: () => void;
  readonly onBack: () => void;
}

/** One case: what it is, what it rests on, what may be done next, and what was done. */
export function CaseView({ id, onChanged, onBack }: CaseViewProps): ReactNode {
  const { say } = useWords(caseWords);
  const resource = useResource(`case|${id}`, () => getCase(id), REFRESH_MS);
  const refresh = (): void => {
    resource.reload();
    onChanged();
  };
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
              <CaseSteps item={item} onDone={refresh} />
              <CaseTimeline item={item} />
            </div>
          </div>
        </article>
      )}
    </View>
  );
}

function CaseHead({ item }: { readonly item: CaseItem }): ReactNode {
  const { say } = useWords(caseWords);
  const { nameOf, outlet } = useDirectory();
  const opened = item.openedAt ?? item.timeline[0]?.at;
  return (
    <header className="case-head">
      <p className="case-line-1">
        <span className={`level level-${item.level}`} title={say(`help.level.${item.level}`)}>
          {say(`level.${item.level}`)}
        </span>{" "}
        <span className="number">{item.number}</span> {item.supervised && <b>{say("case.supervised")}</b>}{" "}
        <LeftTime deadline={item.deadline} />
      </p>
      <h2 id="case-title">{item.title}</h2>
      <p className="quiet">
        {[
          item.enterpriseName ?? nameOf(item.enterprise ?? ""),
          item.outlet === null ? "" : (item.outletName ?? outlet(item.outlet)?.name ?? item.outlet),
          `${say("case.cell")} ${item.cellName ?? nameOf(item.cell)}`,
          item.assignee === null ? "" : `${say("case.assignee")} ${nameOf(item.assignee)}`,
          opened === undefined ? "" : `${say("case.opened")} ${momentWords(say, Date.parse(opened), now())}`,
        ]
          .filter((part) => part !== "")
          .join(" · ")}
      </p>
      <ol className="path" aria-label={say("case.path")}>
        {casePath(item.state, item.timeline).map((step) => (
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

/** What the case rests on. The finding that the title names stands first; another is shown when it is chosen. */
function Evidence({ item }: { readonly item: CaseItem }): ReactNode {
  const { say } = useWords(caseWords);
  const [asked, setAsked] = useState<string | null>(null);
  const ids = findingIds(item);
  const opened = openingFinding(item);
  const chosen = asked !== null && ids.includes(asked) ? asked : opened;
  const all = useResource(ids.length < 2 ? null : `findings|${item.id}|${item.version}`, () =>
    list<Finding>("/findings", { case: item.id, limit: 1000 }).then((page) => page.items),
  );
  const known = useKept(all.data) ?? [];
  const finding = useResource(chosen === undefined ? null : `finding|${chosen}|${item.version}`, () =>
    get<Finding>(`/findings/${encodeURIComponent(chosen ?? "")}`),
  );
  return (
    <section className="case-evidence" aria-label={say("case.evidence")}>
      <div className="section-head">
        <h3>{say("case.evidence")}</h3>
      </div>
      {item.description !== null && item.description !== undefined && <p>{item.description}</p>}
      {chosen === undefined ? (
        <p className="quiet">{say("case.noEvidence")}</p>
      ) : (
        <>
          <Partial resource={all} what={say("what.findings")} />
          <FindingList findings={findingsInOrder(ids, known)} opened={opened} chosen={chosen} onChoose={setAsked} />
          <View resource={finding} what={say("what.findings")} lines={10}>
            {(f) => (
              <>
                <Suspense fallback={null}>
                  <CaseChart finding={f} caseNumber={item.number} openedAt={item.openedAt} />
                </Suspense>
                <VerdictSteps finding={f} />
                {f.rule.startsWith("FUG") && <DeclarationsConsidered finding={f} />}
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
