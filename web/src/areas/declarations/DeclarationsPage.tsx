import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { pollutantName } from "../../../../words/pollutant-words.ts";
import { list } from "../../api/client.ts";
import type { Declaration } from "../../api/page-shapes.ts";
import { now } from "../../api/server-clock.ts";
import { may, seatOf } from "../../api/session.ts";
import { useResource } from "../../api/use-resource.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { LeftTime } from "../../components/LeftTime.tsx";
import { useSession } from "../../components/SessionContext.tsx";
import { Empty, View } from "../../components/View.tsx";
import { beijingDateTime } from "../../format/beijing-time.ts";
import { momentWords, periodWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { DecisionForm } from "./DecisionForm.tsx";
import { DeclarationForm } from "./DeclarationForm.tsx";
import { DeclarationSpans } from "./DeclarationSpans.tsx";
import { declarationWords } from "./words.ts";
import "./declarations.css";

const REFRESH_MS = 20_000;

/** Declarations of unorganised emissions: planned and running ones over the days, the list, and a short form or the answer to give. */
export function DeclarationsPage(): ReactNode {
  const { say } = useWords(declarationWords);
  const session = useSession();
  const isEnterprise = seatOf(session) === "enterprise";
  const [isNew, setNew] = useState(false);
  const declarations = useResource(
    "declarations",
    () => list<Declaration>("/declarations", { limit: 500 }).then((p) => p.items),
    REFRESH_MS,
  );
  const waiting = (declarations.data ?? []).filter((d) => d.state === "submitted").length;
  return (
    <main className="page">
      <div className="page-head">
        <h1>{isEnterprise ? say("decl.title") : say("nav.approvals")}</h1>
        {waiting > 0 && <p className="quiet">{say("decl.waiting", { n: waiting })}</p>}
        {isEnterprise && !isNew && (
          <span className="page-tools">
            <Button type="primary" onClick={() => setNew(true)}>
              {say("decl.new")}
            </Button>
          </span>
        )}
      </div>
      <p className="about">{say("decl.about")}</p>
      {isNew && (
        <DeclarationForm
          onCancel={() => setNew(false)}
          onDone={() => {
            setNew(false);
            declarations.reload();
          }}
        />
      )}
      <View
        resource={declarations}
        what={say("what.declarations")}
        isEmpty={(d) => d.length === 0}
        empty={<Empty title={say("decl.empty")} hint={say(isEnterprise ? "decl.emptyHintEnterprise" : "decl.emptyHintBureau")} />}
      >
        {(items) => (
          <>
            <DeclarationSpans declarations={items} />
            <ul className="declarations">
              {items.toSorted(waitingFirst).map((d) => (
                <li key={d.id}>
                  <DeclarationItem declaration={d} onDecided={declarations.reload} />
                </li>
              ))}
            </ul>
          </>
        )}
      </View>
    </main>
  );
}

function waitingFirst(a: Declaration, b: Declaration): number {
  const rank = (d: Declaration): number => (d.state === "submitted" ? 0 : 1);
  return rank(a) - rank(b) || Date.parse(b.from) - Date.parse(a.from);
}

function DeclarationItem({
  declaration: d,
  onDecided,
}: {
  readonly declaration: Declaration;
  readonly onDecided: () => void;
}): ReactNode {
  const { say, lang } = useWords(declarationWords);
  const session = useSession();
  const { outlet, nameOf } = useDirectory();
  const span = { start: Date.parse(d.from), end: Date.parse(d.to) };
  const isWaiting = d.state === "submitted";
  return (
    <article className="declaration">
      <header>
        <b className={`decl-${d.state}`}>{say(`decl.state.${d.state}`)}</b>{" "}
        <span>{d.enterpriseName ?? nameOf(d.enterprise)}</span>{" "}
        <span>{d.outlets.map((o) => outlet(o)?.name ?? o).join(say("list.comma"))}</span>
        {isWaiting && d.answerDueAt !== undefined && (
          <span className="decl-clock">
            <LeftTime
              deadline={{ at: d.answerDueAt, source: say("decl.due", { at: beijingDateTime(Date.parse(d.answerDueAt)) }) }}
            />
          </span>
        )}
      </header>
      <p>
        <b>{periodWords(say, span, now())}</b> · {say(`decl.cause.${d.cause}`)} ·{" "}
        {d.pollutants.map((p) => pollutantName(p, lang)).join(say("list.comma"))}
      </p>
      <p>
        <span className="quiet">{say("decl.measures") + say("list.colon")}</span>
        {d.measures}
        {d.note !== "" && <span className="quiet"> · {d.note}</span>}
      </p>
      {d.decidedAt !== null && d.decidedAt !== undefined && (
        <p className="quiet">
          {say("decl.answeredAt", { by: d.decidedBy ?? "", at: momentWords(say, Date.parse(d.decidedAt), now()) })}
          {d.reason !== null && d.reason !== undefined && d.reason !== "" && say("list.colon") + d.reason}
        </p>
      )}
      {isWaiting && may(session, "decide-declaration") && <DecisionForm id={d.id} onDecided={onDecided} />}
    </article>
  );
}
