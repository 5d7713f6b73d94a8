import { Button, Checkbox, Drawer, Input, type InputRef } from "antd";
import { lazy, type ReactNode, Suspense, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { Link } from "react-router";
import type { BoardRowWire, BoardWire } from "../../../../api/resources/board/schema.ts";
import { pollutantName } from "../../../../words/pollutant-words.ts";
import { part, read } from "../../api/read.ts";
import { seatOf } from "../../api/session.ts";
import { usePagedRead } from "../../api/use-read.ts";
import { useSession } from "../../components/SessionContext.tsx";
import { saveFile } from "../../components/save-file.ts";
import { csvOf } from "../../components/table-rows.ts";
import { useInAddress } from "../../components/use-in-address.ts";
import { useListKeys } from "../../components/use-list-keys.ts";
import { Empty, Placeholder, View } from "../../components/View.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { Board, useBoardHeights } from "./Board.tsx";
import { boardColumns, placeColumns } from "./board-columns.tsx";
import { groupsOf } from "./board-groups.ts";
import { layoutOf, openRows } from "./board-layout.ts";
import { isFound, needsLook } from "./board-search.ts";
import { keyOfRow, withLive } from "./live-row.ts";
import { LiveValues } from "./live-values.ts";
import { nowWords } from "./words.ts";
import "./now.css";

const OutletPanel = lazy(() => import("../outlet/OutletPanel.tsx").then((m) => ({ default: m.OutletPanel })));

/** A state changes by time alone when an outlet falls silent or an hour ends. */
const SAFETY_MS = 30_000;
/** One answer has a whole district: it is searched and filtered here, without asking again. */
const BOARD = read<BoardWire>("/board", { limit: 5_000 });

/** Every outlet and pollutant with a limit by street and enterprise, moving live; what needs a look stands on top. */
export function NowPage(): ReactNode {
  const { say } = useWords(nowWords);
  const session = useSession();
  const [text, setText] = useInAddress("q");
  const [only, setOnly] = useInAddress("only");
  const search = useRef<InputRef>(null);
  const board = usePagedRead<BoardWire>(BOARD, { everyMs: SAFETY_MS, isWhole: true });
  const q = useDeferredValue(text.trim());
  const onlyTrouble = only === "trouble";
  const rows = useMemo(
    () => (board.data ?? []).filter((row) => (!onlyTrouble || needsLook(row)) && isFound(row, q)),
    [board.data, onlyTrouble, q],
  );
  const counts = board.first?.counts;
  return (
    <main className="page">
      <div className="page-head">
        <h1>{seatOf(session) === "enterprise" ? say("now.title") : say("now.liveTitle")}</h1>
        {counts !== undefined && (
          <p className="quiet" aria-live="polite">
            {say("now.summary", counts)}
          </p>
        )}
        <span className="page-tools">
          <Checkbox checked={onlyTrouble} onChange={(e) => setOnly(e.target.checked ? "trouble" : undefined)}>
            {say("now.only")}
          </Checkbox>
          <Input
            ref={search}
            allowClear
            placeholder={say("now.search")}
            aria-label={say("now.search")}
            defaultValue={text}
            onChange={(e) => setText(e.target.value)}
            className="search"
          />
        </span>
      </div>
      <View
        resource={board}
        what={say("what.outlets")}
        lines={12}
        isEmpty={() => counts?.total === 0}
        empty={<Empty title={say("now.empty")} hint={say("now.emptyHint")} />}
      >
        {() =>
          rows.length === 0 ? (
            <Empty title={q === "" ? say("now.noTrouble") : say("now.noMatch", { text: q })} />
          ) : (
            <>
              <p className="quiet">{say("now.shareNote")}</p>
              <LiveBoard rows={rows} onSearch={() => search.current?.focus()} />
            </>
          )
        }
      </View>
      <p className="keys quiet">{say("now.keys")}</p>
    </main>
  );
}

interface LiveBoardProps {
  readonly rows: readonly BoardRowWire[];
  readonly onSearch: () => void;
}

/** The rows that are wanted, with what the keys and the stream do to them, and the one that is open beside. */
function LiveBoard({ rows, onSearch }: LiveBoardProps): ReactNode {
  const { say, lang } = useWords(nowWords);
  const [openKey, setOpenKey] = useState<string | null>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [live] = useState(() => new LiveValues());
  useEffect(() => live.follow(), [live]);
  const heights = useBoardHeights();
  const columns = useMemo(() => boardColumns(say, lang), [say, lang]);
  const groups = useMemo(() => groupsOf(rows), [rows]);
  const layout = useMemo(() => layoutOf(groups, closed, heights), [groups, closed, heights]);
  const ids = useMemo(() => openRows(layout).map(keyOfRow), [layout]);
  const cursor = useListKeys({ ids, current: openKey ?? undefined, onOpen: setOpenKey, onSearch });
  const onToggle = useCallback((group: string) => setClosed((before) => toggled(before, group)), []);
  const save = (): void => {
    const newest = rows.map((row) => withLive(row, live.newest(keyOfRow(row))));
    const csv = csvOf([...placeColumns(say), ...columns], newest);
    saveFile(`${say("now.liveTitle")}.csv`, new Blob([csv], { type: "text/csv" }));
  };
  return (
    <>
      <Board {...{ layout, heights, columns, live, openKey, cursor, onToggle }} onOpen={setOpenKey} />
      <div className="data-table-foot">
        <Button size="small" type="link" onClick={save}>
          {say("table.csv")}
        </Button>
      </div>
      <OutletDrawer row={rows.find((row) => keyOfRow(row) === openKey)} onClose={() => setOpenKey(null)} />
    </>
  );
}

function toggled(closed: ReadonlySet<string>, group: string): ReadonlySet<string> {
  const next = new Set(closed);
  if (!next.delete(group)) next.add(group);
  return next;
}

/** The chart of a row, beside the board. */
function OutletDrawer({ row, onClose }: { readonly row: BoardRowWire | undefined; readonly onClose: () => void }): ReactNode {
  const { say, lang } = useWords(nowWords);
  return (
    <Drawer
      open={row !== undefined}
      onClose={onClose}
      size="min(760px, 100vw)"
      mask={false}
      title={row === undefined ? "" : `${row.outlet.name} · ${pollutantName(row.value.pollutant, lang)}`}
      extra={
        row !== undefined && (
          <Link to={`/outlets/${part(row.outlet.id)}?pollutant=${row.value.pollutant}`}>{say("now.openPage")}</Link>
        )
      }
    >
      {row !== undefined && (
        <Suspense fallback={<Placeholder lines={16} />}>
          <OutletPanel key={keyOfRow(row)} outlet={row.outlet} pollutant={row.value.pollutant} />
        </Suspense>
      )}
    </Drawer>
  );
}
