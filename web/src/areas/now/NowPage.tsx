import { Checkbox, Drawer, Input, type InputRef } from "antd";
import { lazy, type ReactNode, Suspense, useDeferredValue, useMemo, useRef, useState } from "react";
import { Link } from "react-router";
import type { BoardWire } from "../../../../api/resources/board/schema.ts";
import { pollutantName } from "../../../../words/pollutant-words.ts";
import { part, read } from "../../api/read.ts";
import { seatOf } from "../../api/session.ts";
import { usePagedRead } from "../../api/use-read.ts";
import { useSession } from "../../components/SessionContext.tsx";
import { useInAddress } from "../../components/use-in-address.ts";
import { useListKeys } from "../../components/use-list-keys.ts";
import { Empty, View } from "../../components/View.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { withLive } from "./live-row.ts";
import { keyOfRow, NowTable } from "./NowTable.tsx";
import { useLiveReadings } from "./use-live-readings.ts";
import { nowWords } from "./words.ts";
import "./now.css";

const OutletPanel = lazy(() => import("../outlet/OutletPanel.tsx").then((m) => ({ default: m.OutletPanel })));

const PAGE_ROWS = 200;
/** A state changes by time alone when an outlet falls silent or an hour ends. */
const SAFETY_MS = 30_000;
const TROUBLE: readonly string[] = ["exceeding", "warning", "cannot-judge", "offline"];

/** Every outlet and pollutant with a limit, moving live; what needs a look stands on top. */
export function NowPage(): ReactNode {
  const { say, lang } = useWords(nowWords);
  const session = useSession();
  const [text, setText] = useInAddress("q");
  const [only, setOnly] = useInAddress("only");
  const onlyTrouble = only === "trouble";
  const [openKey, setOpenKey] = useState<string | null>(null);
  const q = useDeferredValue(text.trim());
  const board = usePagedRead<BoardWire>(
    read<BoardWire>("/board", { limit: PAGE_ROWS, q, ...(onlyTrouble ? { state: TROUBLE } : {}) }),
    { everyMs: SAFETY_MS },
  );
  const live = useLiveReadings();
  const rows = useMemo(() => (board.data ?? []).map((row) => withLive(row, live.get(keyOfRow(row)))), [board.data, live]);
  const open = rows.find((row) => keyOfRow(row) === openKey);
  const search = useRef<InputRef>(null);
  const cursor = useListKeys({
    ids: rows.map(keyOfRow),
    current: openKey ?? undefined,
    onOpen: setOpenKey,
    onSearch: () => search.current?.focus(),
  });
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
            <NowTable
              rows={rows}
              openKey={openKey}
              cursor={cursor}
              onOpen={setOpenKey}
              more={board.more}
              isLoadingMore={board.isLoadingMore}
            />
          )
        }
      </View>
      <p className="keys quiet">{say("now.keys")}</p>
      <Drawer
        open={open !== undefined}
        onClose={() => setOpenKey(null)}
        size="min(760px, 100vw)"
        mask={false}
        title={open === undefined ? "" : `${open.outlet.name} · ${pollutantName(open.value.pollutant, lang)}`}
        extra={
          open !== undefined && (
            <Link to={`/outlets/${part(open.outlet.id)}?pollutant=${open.value.pollutant}`}>{say("now.openPage")}</Link>
          )
        }
      >
        {open !== undefined && (
          <Suspense fallback={null}>
            <OutletPanel key={keyOfRow(open)} outlet={open.outlet} pollutant={open.value.pollutant} />
          </Suspense>
        )}
      </Drawer>
    </main>
  );
}
