import { Checkbox, Input, type InputRef, Segmented } from "antd";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { listCases } from "../../api/adapt.ts";
import { onLive } from "../../api/live.ts";
import type { CaseItem } from "../../api/page-shapes.ts";
import { now } from "../../api/server-clock.ts";
import { seatOf } from "../../api/session.ts";
import { useResource } from "../../api/use-resource.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { LeftTime } from "../../components/LeftTime.tsx";
import { useSession } from "../../components/SessionContext.tsx";
import { useListKeys } from "../../components/use-list-keys.ts";
import { useSettledRows } from "../../components/use-settled-rows.ts";
import { Empty, View } from "../../components/View.tsx";
import { periodWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { CaseView } from "./CaseView.tsx";
import { byUrgency, type CaseFilter, holderOf, isDone, isUnder } from "./case-path.ts";
import { caseWords } from "./words.ts";
import "./cases.css";

const REFRESH_MS = 20_000;
const FILTERS: readonly CaseFilter[] = ["mine", "soon", "undeclared", "supervised", "all"];

/** The queue: the list on the left, the chosen case on the right. */
export function CasesPage(): ReactNode {
  const { say } = useWords(caseWords);
  const session = useSession();
  const { id } = useParams();
  const navigate = useNavigate();
  const { nameOf } = useDirectory();
  const isEnterprise = seatOf(session) === "enterprise";
  const [filter, setFilter] = useState<CaseFilter>("all");
  const [text, setText] = useState("");
  const [withDone, setWithDone] = useState(false);
  const search = useRef<InputRef>(null);
  const cases = useResource("cases", () => listCases(), REFRESH_MS);
  useReloadOnLive(cases.reload);

  const wanted = useMemo(() => {
    const who = { names: [session.id, session.name, session.user], roles: session.roles, now: now() };
    const needle = text.trim().toLowerCase();
    return (cases.data ?? [])
      .filter((c) => (withDone || !isDone(c.state)) && isUnder(c, filter, who))
      .filter(
        (c) =>
          needle === "" ||
          `${c.number} ${c.title} ${c.enterpriseName ?? nameOf(c.enterprise ?? "")}`.toLowerCase().includes(needle),
      )
      .toSorted(byUrgency);
  }, [cases.data, filter, text, withDone, session, nameOf]);
  const settled = useSettledRows(wanted, `${filter}|${text}|${withDone}`);
  useFirstChosen(id, settled.rows[0]?.id, (first) => void navigate(`/cases/${encodeURIComponent(first)}`, { replace: true }));
  const open = (next: string): void => void navigate(`/cases/${encodeURIComponent(next)}`);
  const cursor = useListKeys({
    ids: settled.rows.map((c) => c.id),
    current: id,
    onOpen: open,
    onSearch: () => search.current?.focus(),
  });

  return (
    <main className={id === undefined ? "split" : "split split-open"}>
      <section
        className="split-list"
        aria-label={say("queue.list")}
        onPointerEnter={settled.hold}
        onPointerLeave={settled.release}
      >
        <div className="split-tools">
          <h1>{isEnterprise ? say("nav.myCases") : say("queue.title")}</h1>
          <Checkbox checked={withDone} onChange={(e) => setWithDone(e.target.checked)}>
            {say("queue.closedToo")}
          </Checkbox>
          <Segmented
            block
            size="small"
            value={filter}
            onChange={setFilter}
            options={FILTERS.map((f) => ({ value: f, label: say(`queue.${f}`) }))}
          />
          <Input
            ref={search}
            allowClear
            placeholder={say("queue.search")}
            aria-label={say("queue.search")}
            onChange={(e) => setText(e.target.value)}
          />
        </div>
        {settled.waiting > 0 && (
          <button type="button" className="new-rows" onClick={settled.showAll}>
            {say("queue.new", { n: settled.waiting })}
          </button>
        )}
        <div className="split-scroll">
          <View
            resource={cases}
            what={say("what.cases")}
            lines={14}
            isEmpty={(c) => c.length === 0}
            empty={<Empty title={say("queue.empty")} hint={say("queue.emptyHint")} />}
          >
            {() =>
              settled.rows.length === 0 ? (
                <Empty title={say("queue.emptyFilter")} />
              ) : (
                <ul className="cases">
                  {settled.rows.map((item) => (
                    <CaseLine key={item.id} item={item} isOpen={item.id === id} isCursor={item.id === cursor} onOpen={open} />
                  ))}
                </ul>
              )
            }
          </View>
        </div>
        <p className="keys quiet">{say("queue.keys")}</p>
      </section>
      <section className="split-detail">
        {id === undefined ? (
          <Empty title={say("queue.choose")} />
        ) : (
          <CaseView key={id} id={id} onChanged={cases.reload} onBack={() => void navigate("/cases")} />
        )}
      </section>
    </main>
  );
}

interface CaseLineProps {
  readonly item: CaseItem;
  readonly isOpen: boolean;
  readonly isCursor: boolean;
  readonly onOpen: (id: string) => void;
}

function CaseLine({ item, isOpen, isCursor, onOpen }: CaseLineProps): ReactNode {
  const { say } = useWords(caseWords);
  const { nameOf } = useDirectory();
  const line = useRef<HTMLButtonElement>(null);
  const period =
    item.period === null
      ? ""
      : periodWords(say, { start: Date.parse(item.period.start), end: Date.parse(item.period.end) }, now());
  const holder = holderOf(item.state);
  const waits = holder === undefined ? "" : say("case.holder", { who: say(`holder.${holder}`) });
  const who = item.assignee === null ? waits : say("case.heldBy", { who: nameOf(item.assignee) });
  useEffect(() => {
    if (isCursor) line.current?.scrollIntoView({ block: "nearest" });
  }, [isCursor]);
  return (
    <li>
      <button
        ref={line}
        type="button"
        className={`case-line${isCursor ? " cursor" : ""}`}
        aria-current={isOpen ? "true" : undefined}
        onClick={() => onOpen(item.id)}
      >
        <span className={`level level-${item.level}`} title={say(`help.level.${item.level}`)}>
          {item.level}
        </span>
        <span className="case-title">
          {item.shortTitle}
          {item.supervised && <b> {say("case.supervised")}</b>}
        </span>
        <span className="case-meta quiet">
          {[period, item.enterpriseName ?? nameOf(item.enterprise ?? "")].filter((w) => w !== "").join(" · ")}
        </span>
        <span className="case-holder">
          <span title={say(`help.case.${item.state}`)}>{say(`case.state.${item.state}`)}</span>
          {who !== "" && ` · ${who}`}
        </span>
        <span className="case-clock">
          <LeftTime deadline={item.deadline} />
        </span>
      </button>
    </li>
  );
}

/** Asks again soon after the stream says that a case changed; many events together ask once. */
function useReloadOnLive(reload: () => void): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onLive("case", () => {
      clearTimeout(timer);
      timer = setTimeout(reload, 300);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [reload]);
}

/** From this width on, list and case stand side by side: the same as in `narrow.css`. */
const SIDE_BY_SIDE = "(min-width: 768px)";

/** Opens the first case by itself where there is room beside the list. Once open, a case stays, whatever the list does. */
function useFirstChosen(current: string | undefined, first: string | undefined, onChoose: (id: string) => void): void {
  const choose = useRef(onChoose);
  choose.current = onChoose;
  useEffect(() => {
    if (current === undefined && first !== undefined && window.matchMedia(SIDE_BY_SIDE).matches) choose.current(first);
  }, [current, first]);
}
