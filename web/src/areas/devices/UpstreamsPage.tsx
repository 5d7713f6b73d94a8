import type { ReactNode } from "react";
import type { UpstreamWire } from "../../../../api/resources/upstreams/schema.ts";
import { type PageWire, read } from "../../api/read.ts";
import { now } from "../../api/server-clock.ts";
import { useRead } from "../../api/use-read.ts";
import { Age } from "../../components/Age.tsx";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { useNow } from "../../components/use-now.ts";
import { Empty, View } from "../../components/View.tsx";
import { formatCount } from "../../format/digits.ts";
import { momentWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { upstreamState } from "./upstream-state.ts";
import { type DeviceSay, deviceWords } from "./words.ts";
import "./devices.css";

/** Counts of frames move by the second, and no event tells of it. */
const LOOK_MS = 5_000;

/** Platforms to which readings are passed on: connected or not, how far behind, and what went wrong last. */
export function UpstreamsPage(): ReactNode {
  const { say } = useWords(deviceWords);
  const upstreams = useRead(read<PageWire<UpstreamWire>>("/upstreams", { limit: 200 }), { everyMs: LOOK_MS });
  return (
    <main className="page">
      <div className="page-head">
        <h1>{say("up.title")}</h1>
        <p className="quiet">{say("up.about")}</p>
      </div>
      <View
        resource={upstreams}
        what={say("what.upstreams")}
        lines={4}
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title={say("up.empty")} hint={say("up.emptyHint")} />}
      >
        {({ items }) => (
          <DataTable
            label={say("up.title")}
            columns={columnsOf(say)}
            rows={items}
            keyOf={(row) => row.id}
            csvName={say("up.title")}
          />
        )}
      </View>
    </main>
  );
}

function columnsOf(say: DeviceSay): readonly Column<UpstreamWire>[] {
  const moment = (iso: string | null): string => (iso === null ? "—" : momentWords(say, Date.parse(iso), now()));
  return [
    {
      key: "platform",
      title: say("up.platform"),
      isRowHeader: true,
      text: ({ name }) => name,
      cell: ({ name, host, port, edition }) => (
        <>
          <b>{name}</b>
          <small className="quiet block">
            {host}:{port} · HJ 212-{edition}
          </small>
        </>
      ),
    },
    {
      key: "state",
      title: say("up.state"),
      text: (row) => say(`up.state.${upstreamState(row, now())}`),
      cell: (row) => <LineState row={row} />,
    },
    {
      key: "lag",
      title: say("up.lag"),
      align: "right",
      text: ({ lagEntries }) => (lagEntries === null ? "—" : say("up.lagEntries", { n: formatCount(lagEntries) })),
    },
    {
      key: "oldest",
      title: say("up.oldest"),
      text: ({ oldestUnsentAt }) => moment(oldestUnsentAt),
      cell: ({ oldestUnsentAt }) => <Age iso={oldestUnsentAt} />,
    },
    {
      key: "acknowledged",
      title: say("up.lastAck"),
      text: ({ lastAcknowledgedAt }) => moment(lastAcknowledgedAt),
      cell: ({ lastAcknowledgedAt }) => <Age iso={lastAcknowledgedAt} />,
    },
    {
      key: "counts",
      title: say("up.counts"),
      align: "right",
      text: ({ acknowledged, sent, resent }) => [acknowledged, sent, resent].map((n) => formatCount(n)).join(" / "),
    },
    {
      key: "unsendable",
      title: say("up.unsendable"),
      align: "right",
      text: ({ unsendable }) => formatCount(unsendable),
      cell: ({ unsendable }) => <span title={say("up.unsendableHelp")}>{formatCount(unsendable)}</span>,
    },
    {
      key: "error",
      title: say("up.error"),
      text: ({ lastError, trouble }) => trouble?.text ?? lastError?.text ?? "—",
      cell: (row) => <Errors row={row} />,
    },
  ];
}

function LineState({ row }: { readonly row: UpstreamWire }): ReactNode {
  const { say } = useWords(deviceWords);
  const state = upstreamState(row, useNow());
  const isDown = state !== "connected" && state !== "connecting" && state !== "unknown";
  return (
    <span className={isDown ? "strong" : undefined} title={state === "unanswered" ? say("up.unansweredHelp") : undefined}>
      {say(`up.state.${state}`)}
      {row.since !== null && (
        <small className="quiet block">{say("up.since", { at: momentWords(say, Date.parse(row.since), now()) })}</small>
      )}
    </span>
  );
}

/** What went wrong last, and which devices the platform does not accept. */
function Errors({ row: { lastError, trouble, held } }: { readonly row: UpstreamWire }): ReactNode {
  const { say } = useWords(deviceWords);
  if (lastError === null && trouble === null && held.length === 0) return <span className="quiet">—</span>;
  return (
    <>
      {trouble !== null && <ErrorWords error={trouble} />}
      {lastError !== null && <ErrorWords error={lastError} />}
      {held.map(({ mn, lagEntries, lastError: error }) => (
        <p key={mn} className="strong">
          {say("up.held", { mn })} · {say("up.lag")} {say("up.lagEntries", { n: formatCount(lagEntries) })}
          <ErrorWords error={error} />
        </p>
      ))}
    </>
  );
}

function ErrorWords({ error }: { readonly error: NonNullable<UpstreamWire["lastError"]> }): ReactNode {
  const { word } = useWords(deviceWords);
  return (
    <>
      {word("up.error", error.code)}{" "}
      <span className="quiet">
        <Age iso={error.at} />
      </span>
      <span className="block">{error.text}</span>
    </>
  );
}
