import { Checkbox, Drawer, Input, type InputRef } from "antd";
import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from "react";
import { Link } from "react-router";
import { pollutantFullName, pollutantName } from "../../../../words/pollutant-words.ts";
import { seatOf } from "../../api/session.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { useSession } from "../../components/SessionContext.tsx";
import { Empty, View } from "../../components/View.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { useListKeys } from "../cases/use-list-keys.ts";
import { NowTable } from "./NowTable.tsx";
import { type NowRow, nowRows } from "./now-rows.ts";
import { useLiveReadings } from "./use-live-readings.ts";
import { useBudgets, useTrends } from "./use-row-extras.ts";
import { nowWords } from "./words.ts";
import "./now.css";

const OutletPanel = lazy(() => import("../outlet/OutletPanel.tsx").then((m) => ({ default: m.OutletPanel })));

/** Every outlet and pollutant with a limit, moving live; what needs a look stands on top. */
export function NowPage(): ReactNode {
  const { say, lang } = useWords(nowWords);
  const session = useSession();
  const { outlets } = useDirectory();
  const live = useLiveReadings();
  const budgets = useBudgets(outlets.data ?? []);
  const trends = useTrends(outlets.data ?? []);
  const [text, setText] = useState("");
  const [onlyTrouble, setOnlyTrouble] = useState(false);
  const [openKey, setOpenKey] = useState<string | null>(null);
  const rows = useMemo(() => nowRows(outlets.data ?? [], live, budgets), [outlets.data, live, budgets]);
  const shown = rows.filter((row) => matches(row, text, lang) && (!onlyTrouble || row.state !== "ok"));
  const open = rows.find((row) => row.key === openKey);
  const search = useRef<InputRef>(null);
  const cursor = useListKeys({
    ids: shown.map((row) => row.key),
    current: openKey ?? undefined,
    onOpen: setOpenKey,
    onSearch: () => search.current?.focus(),
  });
  const count = (state: NowRow["state"]): number => rows.filter((r) => r.state === state).length;
  const title = seatOf(session) === "enterprise" ? say("now.title") : say("now.liveTitle");
  return (
    <main className="page">
      <div className="page-head">
        <h1>{title}</h1>
        {outlets.data !== undefined && (
          <p className="quiet" aria-live="polite">
            {say("now.summary", {
              exceeding: count("exceeding"),
              warning: count("warning"),
              offline: count("offline"),
              total: rows.length,
            })}
          </p>
        )}
        <span className="page-tools">
          <Checkbox checked={onlyTrouble} onChange={(e) => setOnlyTrouble(e.target.checked)}>
            {say("now.only")}
          </Checkbox>
          <Input
            ref={search}
            allowClear
            placeholder={say("now.search")}
            aria-label={say("now.search")}
            onChange={(e) => setText(e.target.value)}
            className="search"
          />
        </span>
      </div>
      <View
        resource={outlets}
        what={say("what.outlets")}
        lines={12}
        isEmpty={() => rows.length === 0}
        empty={<Empty title={say("now.empty")} hint={say("now.emptyHint")} />}
      >
        {() =>
          shown.length === 0 && text !== "" ? (
            <Empty title={say("now.noMatch", { text })} />
          ) : (
            <NowTable rows={shown} trends={trends} openKey={openKey} cursor={cursor} onOpen={setOpenKey} />
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
            <Link to={`/outlets/${encodeURIComponent(open.outlet.id)}?pollutant=${open.value.pollutant}`}>
              {say("now.openPage")}
            </Link>
          )
        }
      >
        {open !== undefined && (
          <Suspense fallback={null}>
            <OutletPanel key={open.key} outlet={open.outlet} pollutant={open.value.pollutant} />
          </Suspense>
        )}
      </Drawer>
    </main>
  );
}

function matches(row: NowRow, text: string, lang: "zh" | "en"): boolean {
  if (text.trim() === "") return true;
  const { outlet, value } = row;
  const hay = [
    outlet.name,
    outlet.code,
    outlet.enterpriseName ?? "",
    outlet.enterprise,
    pollutantName(value.pollutant, lang),
    pollutantFullName(value.pollutant, lang),
  ];
  return hay.join(" ").toLowerCase().includes(text.trim().toLowerCase());
}
