import { Button } from "antd";
import { type ReactNode, useState } from "react";
import type { CountsWire } from "../../../../api/resources/casework/schema.ts";
import type { DeclarationWire } from "../../../../cases/declaration/declaration-wire.ts";
import { pollutantName } from "../../../../words/pollutant-words.ts";
import { type PageWire, read } from "../../api/read.ts";
import { now } from "../../api/server-clock.ts";
import { may, seatOf } from "../../api/session.ts";
import { usePagedRead, useRead, useRefresh } from "../../api/use-read.ts";
import { HelpLink } from "../../components/HelpLink.tsx";
import { LeftTime } from "../../components/LeftTime.tsx";
import { useSession } from "../../components/SessionContext.tsx";
import { Empty, Partial, View } from "../../components/View.tsx";
import { WhoseTurn } from "../../components/WhoseTurn.tsx";
import { beijingDateTime } from "../../format/beijing-time.ts";
import { momentWords, periodWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { DecisionForm } from "./DecisionForm.tsx";
import { DeclarationForm } from "./DeclarationForm.tsx";
import { DeclarationSpans } from "./DeclarationSpans.tsx";
import { PastNote } from "./PastNote.tsx";
import { type DeclarationSay, declarationWords } from "./words.ts";
import "./declarations.css";

const PAGE_ROWS = 100;
const ANSWERED: readonly DeclarationWire["state"][] = ["returned", "consented", "refused"];

/**
 * Declarations of unorganised emissions: planned and running ones over the days, the list, and a short form or the
 * answer to give.
 */
export function DeclarationsPage(): ReactNode {
  const { say } = useWords(declarationWords);
  const session = useSession();
  const isEnterprise = seatOf(session) === "enterprise";
  const [isNew, setNew] = useState(false);
  const waiting = usePagedRead<PageWire<DeclarationWire>>(
    read<PageWire<DeclarationWire>>("/declarations", { state: "submitted", sort: "oldest", limit: PAGE_ROWS }),
  );
  const answered = usePagedRead<PageWire<DeclarationWire>>(
    read<PageWire<DeclarationWire>>("/declarations", { state: ANSWERED, sort: "newest", limit: PAGE_ROWS }),
  );
  const unanswered = useRead(read<CountsWire>("/declarations/counts")).data?.total["unanswered"] ?? 0;
  const items = [...(waiting.data ?? []), ...(answered.data ?? [])];
  const more = waiting.more ?? answered.more;
  const refresh = useRefresh();
  const reload = (): void => refresh("/declarations");
  return (
    <main className="page">
      <div className="page-head">
        <h1>{may(session, "decide-declaration") ? say("decl.approvals") : say("decl.title")}</h1>
        {unanswered > 0 && <p className="quiet">{say("decl.waiting", { n: unanswered })}</p>}
        {isEnterprise && !isNew && (
          <span className="page-tools">
            <Button type="primary" onClick={() => setNew(true)}>
              {say("decl.new")}
            </Button>
          </span>
        )}
      </div>
      <p className="about">
        {say("decl.about")} <HelpLink question="help.consent" />
      </p>
      {isNew && (
        <DeclarationForm
          onCancel={() => setNew(false)}
          onDone={() => {
            setNew(false);
            reload();
          }}
        />
      )}
      <Partial resource={answered} what={say("what.declarations")} />
      <View
        resource={waiting}
        what={say("what.declarations")}
        isEmpty={() => items.length === 0 && !answered.isLoading}
        empty={<Empty title={say("decl.empty")} hint={say(isEnterprise ? "decl.emptyHintEnterprise" : "decl.emptyHintBureau")} />}
      >
        {() => (
          <>
            <DeclarationSpans declarations={items} />
            <ul className="declarations">
              {items.map((d) => (
                <li key={d.id}>
                  <DeclarationItem declaration={d} onDecided={reload} />
                </li>
              ))}
            </ul>
            {more !== undefined && (
              <Button type="link" loading={waiting.isLoadingMore || answered.isLoadingMore} onClick={more}>
                {say("table.more", { n: items.length })}
              </Button>
            )}
          </>
        )}
      </View>
    </main>
  );
}

function DeclarationItem({
  declaration: d,
  onDecided,
}: {
  readonly declaration: DeclarationWire;
  readonly onDecided: () => void;
}): ReactNode {
  const { say, lang } = useWords(declarationWords);
  const span = { start: Date.parse(d.from), end: Date.parse(d.to) };
  const isWaiting = d.state === "submitted";
  return (
    <article className="declaration">
      <header>
        <b className={`decl-${d.state}`}>{say(`decl.state.${d.state}`)}</b> <span>{d.enterpriseName}</span>{" "}
        <span>{d.outletNames.join(say("list.comma"))}</span>
        {isWaiting && (
          <span className="decl-clock">
            <LeftTime at={d.answerDueAt} source={say("decl.due", { at: beijingDateTime(Date.parse(d.answerDueAt)) })} />
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
      <PastNote declaration={d} />
      {d.decidedAt !== null && (
        <p className="quiet">
          {say("decl.answeredAt", {
            by: deciderWords(d, say),
            at: momentWords(say, Date.parse(d.decidedAt), now()),
            answer: say(`decl.state.${d.state}`),
          })}
          {d.reason !== null && d.reason !== "" && say("list.semicolon") + say("decl.why", { reason: d.reason })}
        </p>
      )}
      {d.turn?.mine === true && <DecisionForm declaration={d} onDecided={onDecided} />}
      {d.turn?.mine === false && <WhoseTurn holders={d.turn.holders} declined={d.turn.declined} />}
    </article>
  );
}

/** Who answered, and in which role; the role alone where no name may be shown. */
function deciderWords({ decidedByName, decidedRole }: DeclarationWire, say: DeclarationSay): string {
  const role = decidedRole === null ? undefined : say(`role.${decidedRole}`);
  const name = decidedByName ?? "";
  if (role === undefined || name === role) return name;
  return name === "" ? role : name + say("sentence.brackets", { text: role });
}
