import { Button, Checkbox, Input, type InputRef, Segmented, Tag } from "antd";
import { type ReactNode, useDeferredValue, useEffect, useRef } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import type { CountsWire } from "../../../../api/resources/casework/schema.ts";
import type { CaseWire } from "../../../../cases/case/case-wire.ts";
import { type PageWire, part, read } from "../../api/read.ts";
import { now } from "../../api/server-clock.ts";
import { seatOf } from "../../api/session.ts";
import { usePagedRead, useRead } from "../../api/use-read.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { LeftTime } from "../../components/LeftTime.tsx";
import { ScrollBox } from "../../components/ScrollBox.tsx";
import { useSession } from "../../components/SessionContext.tsx";
import { Unbroken } from "../../components/Unbroken.tsx";
import { useInAddress } from "../../components/use-in-address.ts";
import { useListKeys } from "../../components/use-list-keys.ts";
import { useSettledRows } from "../../components/use-settled-rows.ts";
import { Empty, View } from "../../components/View.tsx";
import { holdersText } from "../../components/WhoseTurn.tsx";
import { periodWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { CaseView } from "./CaseView.tsx";
import { countsQuery, filterOf, QUEUE_FILTERS, type QueueFilter, queueQuery } from "./case-queue.ts";
import { caseWords } from "./words.ts";
import "./cases.css";

/** A case is soon due by time alone. */
const SAFETY_MS = 60_000;

/** The queue: the list on the left, the chosen case on the right. */
export function CasesPage(): ReactNode {
  const { say } = useWords(caseWords);
  const session = useSession();
  const { nameOf } = useDirectory();
  const { id } = useParams();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [named, setFilter] = useInAddress("filter");
  const filter = filterOf(named);
  const [text, setText] = useInAddress("q");
  const [done, setDone] = useInAddress("done");
  const withDone = done === "true";
  const [cell, setCell] = useInAddress("cell");
  const field = useRef<InputRef>(null);
  const asked = useDeferredValue(text);
  const cases = usePagedRead<PageWire<CaseWire>>(
    read<PageWire<CaseWire>>("/cases", queueQuery({ filter, withDone, text: asked, cell })),
    { everyMs: SAFETY_MS },
  );
  const counts = useRead(read<CountsWire>("/cases/counts", countsQuery({ withDone, text: asked, cell })), {
    keepsBefore: true,
  });
  const settled = useSettledRows(cases.data ?? NO_CASES, `${filter}|${asked}|${withDone}|${cell}`);
  const at = (next: string | undefined): string => {
    const query = search.toString();
    return `/cases${next === undefined ? "" : `/${part(next)}`}${query === "" ? "" : `?${query}`}`;
  };
  useFirstChosen(id, settled.rows[0]?.id, (first) => void navigate(at(first), { replace: true }));
  const open = (next: string): void => void navigate(at(next));
  const cursor = useListKeys({
    ids: settled.rows.map((c) => c.id),
    current: id,
    onOpen: open,
    onSearch: () => field.current?.focus(),
  });
  // What was asked for is no news that waits until the pointer has left the list.
  const showMore = (): void => {
    settled.release();
    cases.more?.();
  };
  const choose = (next: QueueFilter): void => setFilter(next === "all" ? undefined : next);

  return (
    <main className={id === undefined ? "split" : "split split-open"}>
      <section
        className="split-list"
        aria-label={say("queue.list")}
        onPointerEnter={settled.hold}
        onPointerLeave={settled.release}
      >
        <div className="split-tools">
          <h1>{seatOf(session) === "enterprise" ? say("queue.myCases") : say("queue.title")}</h1>
          <Checkbox checked={withDone} onChange={(e) => setDone(e.target.checked ? "true" : undefined)}>
            {say("queue.closedToo")}
          </Checkbox>
          <Segmented
            block
            size="small"
            value={filter}
            onChange={choose}
            options={QUEUE_FILTERS.map((f) => ({
              value: f,
              label: <FilterLabel filter={f} counts={withDone ? undefined : counts.data} />,
            }))}
          />
          <Input
            ref={field}
            allowClear
            placeholder={say("queue.search")}
            aria-label={say("queue.search")}
            defaultValue={text}
            onChange={(e) => setText(e.target.value)}
          />
          {cell !== "" && (
            <p className="narrowed">
              <Tag closable onClose={() => setCell(undefined)}>
                {nameOf(cell)}
              </Tag>
            </p>
          )}
        </div>
        {settled.waiting > 0 && (
          <button type="button" className="new-rows" onClick={settled.showAll}>
            {say("queue.new", { n: settled.waiting })}
          </button>
        )}
        <ScrollBox label={say("what.cases")} className="split-scroll">
          <View
            resource={cases}
            what={say("what.cases")}
            lines={14}
            isEmpty={() => settled.rows.length === 0}
            empty={
              counts.data?.total["all"] === 0 && asked === "" ? (
                <Empty title={say("queue.empty")} hint={say("queue.emptyHint")} />
              ) : (
                <Empty title={say("queue.emptyFilter")} />
              )
            }
          >
            {() => (
              <ul className="cases">
                {settled.rows.map((item) => (
                  <CaseLine key={item.id} item={item} isOpen={item.id === id} isCursor={item.id === cursor} onOpen={open} />
                ))}
              </ul>
            )}
          </View>
          {cases.more !== undefined && (
            <Button type="link" block loading={cases.isLoadingMore} onClick={showMore}>
              {say("table.more", { n: settled.rows.length })}
            </Button>
          )}
        </ScrollBox>
        <p className="keys quiet">{say("queue.keys")}</p>
      </section>
      <ScrollBox label={say("what.case")} className="split-detail">
        {id === undefined ? (
          <Empty title={say("queue.choose")} />
        ) : (
          <CaseView key={id} id={id} onBack={() => void navigate(at(undefined))} />
        )}
      </ScrollBox>
    </main>
  );
}

const NO_CASES: readonly CaseWire[] = [];

/** A filter with how many cases it would show. */
function FilterLabel({ filter, counts }: { readonly filter: QueueFilter; readonly counts: CountsWire | undefined }): ReactNode {
  const { say } = useWords(caseWords);
  const count = counts?.total[filter];
  return (
    <>
      {say(`queue.${filter}`)}
      {count !== undefined && count > 0 && <small className="count"> {count}</small>}
    </>
  );
}

interface CaseLineProps {
  readonly item: CaseWire;
  readonly isOpen: boolean;
  readonly isCursor: boolean;
  readonly onOpen: (id: string) => void;
}

function CaseLine({ item, isOpen, isCursor, onOpen }: CaseLineProps): ReactNode {
  const { say } = useWords(caseWords);
  const line = useRef<HTMLButtonElement>(null);
  const period =
    item.period === null
      ? ""
      : periodWords(say, { start: Date.parse(item.period.start), end: Date.parse(item.period.end) }, now());
  const [next] = item.turn;
  const waits = next === undefined ? "" : say("case.waitsFor", { role: say(`role.${next.role}`) });
  const who = item.assigneeName === null ? waits : say("case.heldBy", { who: item.assigneeName });
  const standing = item.standing < 2 ? "" : say("queue.standing", { n: item.standing });
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
          <Unbroken text={item.shortTitle} />
          {item.supervised && <b> {say("case.supervised")}</b>}
        </span>
        <span className="case-meta quiet">
          {[period, item.enterpriseName ?? item.cellName, standing].filter((w) => w !== "").join(" · ")}
        </span>
        <span className="case-holder">
          <span title={say(`help.case.${item.state}`)}>{say(`case.state.${item.state}`)}</span>
          {who !== "" && <span title={holdersText(item.turn, say)}>{` · ${who}`}</span>}
        </span>
        <span className="case-clock">
          <LeftTime at={item.deadline} kind={item.deadlineKind} source={item.deadlineSource} />
        </span>
      </button>
    </li>
  );
}

/** From this width on, list and case stand side by side: the same as in `narrow.css`. */
const SIDE_BY_SIDE = "(min-width: 768px)";

/**
 * Opens the first case by itself where there is room beside the list. Once open, a case stays, whatever the list does.
 */
function useFirstChosen(current: string | undefined, first: string | undefined, onChoose: (id: string) => void): void {
  const choose = useRef(onChoose);
  choose.current = onChoose;
  useEffect(() => {
    // The person may be on the way to another page, whose code is still coming: then this one has nothing to choose
    // any more.
    const isHere = window.location.pathname === "/cases";
    if (isHere && current === undefined && first !== undefined && window.matchMedia(SIDE_BY_SIDE).matches) choose.current(first);
  }, [current, first]);
}
