import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import type { QuarantinePageWire, QuarantineWire } from "../../../../api/resources/messages/schema.ts";
import { REJECT_REASON_WORDS, reasonName } from "../../../../words/rejections.ts";
import { part, read } from "../../api/read.ts";
import { now } from "../../api/server-clock.ts";
import { usePagedRead, useRefresh } from "../../api/use-read.ts";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { HelpLink } from "../../components/HelpLink.tsx";
import { ReasonWords } from "../../components/ReasonWords.tsx";
import { ScrollBox } from "../../components/ScrollBox.tsx";
import type { ColumnFilter } from "../../components/table-rows.ts";
import { useInAddress } from "../../components/use-in-address.ts";
import { Empty, View } from "../../components/View.tsx";
import { WhoseTurn } from "../../components/WhoseTurn.tsx";
import { momentWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import type { Lang } from "../../i18n/say.ts";
import { MessageDetail } from "./MessageDetail.tsx";
import { QuarantineActions } from "./QuarantineActions.tsx";
import { useRetry } from "./use-retry.ts";
import { type QuarantineSay, quarantineWords } from "./words.ts";
import "./quarantine.css";

/** What comes into quarantine is told by no event. */
const LOOK_MS = 30_000;
/** What was asked of many rows at once is done batch by batch: so long the page follows it. */
const FOLLOWED_MS = 60_000;
const FOLLOW_MS = 2_000;
const PAGE_ROWS = 100;

/**
 * Messages that were rejected: why, in words, with the raw frame beside what it says, and a way to offer them again.
 */
export function QuarantinePage(): ReactNode {
  const { say, lang } = useWords(quarantineWords);
  const [named, setReason] = useInAddress("reason");
  const reason = named === "" ? undefined : named;
  const [followedUntil, setFollowedUntil] = useState(0);
  const everyMs = Date.now() < followedUntil ? FOLLOW_MS : LOOK_MS;
  const rows = usePagedRead<QuarantinePageWire>(read<QuarantinePageWire>("/quarantine", { reason, limit: PAGE_ROWS }), {
    everyMs,
  });
  const turn = rows.first?.turn;
  const refresh = useRefresh();
  const choices = Object.keys(REJECT_REASON_WORDS).map((value) => ({ value, text: reasonName(value, lang) }));
  const columns = columnsOf(say, {
    lang,
    filter: { choices, chosen: reason, onChoose: setReason },
    isMine: turn?.mine === true,
    onRetried: () => refresh("/quarantine"),
  });
  const onAsked = (): void => {
    setFollowedUntil(Date.now() + FOLLOWED_MS);
    refresh("/quarantine", "/needs");
  };
  return (
    <main className="page">
      <div className="page-head">
        <h1>{say("quar.title")}</h1>
        <p className="quiet">
          {say("quar.about")} <HelpLink question="help.quarantine" />
        </p>
      </div>
      {turn?.mine === false && <WhoseTurn holders={turn.holders} declined={turn.declined} />}
      <View
        resource={rows}
        what={say("what.quarantine")}
        lines={10}
        isEmpty={(r) => r.length === 0 && reason === undefined}
        empty={<Empty title={say("quar.empty")} hint={say("quar.emptyHint")} />}
      >
        {(items) => (
          <>
            {turn?.mine === true && <QuarantineActions reason={reason} everyMs={everyMs} onAsked={onAsked} />}
            <DataTable
              label={say("quar.title")}
              columns={columns}
              rows={items}
              keyOf={(row) => row.id}
              detail={(row) => <MessageDetail row={row} />}
              more={rows.more}
              isLoadingMore={rows.isLoadingMore}
              csvName={say("quar.title")}
              whenEmpty={reason !== undefined && <Empty title={say("quar.emptyFilter", { reason: reasonName(reason, lang) })} />}
            />
          </>
        )}
      </View>
    </main>
  );
}

interface ColumnFacts {
  readonly lang: Lang;
  readonly filter: ColumnFilter;
  /** The reader may offer these messages again. */
  readonly isMine: boolean;
  readonly onRetried: () => void;
}

function columnsOf(say: QuarantineSay, { lang, filter, isMine, onRetried }: ColumnFacts): readonly Column<QuarantineWire>[] {
  const columns: readonly Column<QuarantineWire>[] = [
    { key: "at", title: say("quar.received"), text: ({ receivedAt }) => momentWords(say, Date.parse(receivedAt), now()) },
    {
      key: "device",
      title: say("quar.device"),
      isRowHeader: true,
      text: ({ mn }) => mn,
      cell: ({ mn, transport }) => (
        <>
          <Link to={`/devices/${part(mn)}`}>
            <code>{mn}</code>
          </Link>
          <small className="quiet block">{transport === "mqtt" ? "MQTT" : "HJ 212"}</small>
        </>
      ),
    },
    {
      key: "reason",
      title: say("quar.reason"),
      text: ({ reason, detail }) => `${reasonName(reason, lang)} ${detail}`.trim(),
      cell: ({ reason, detail }) => <ReasonWords code={reason} detail={detail} />,
      filter,
    },
    {
      key: "raw",
      title: say("quar.raw"),
      text: ({ raw }) => raw,
      cell: ({ raw }) => (
        <ScrollBox label={say("quar.raw")} className="raw">
          <code>{raw}</code>
        </ScrollBox>
      ),
    },
  ];
  const retry: Column<QuarantineWire> = {
    key: "retry",
    title: "",
    align: "right",
    isScreenOnly: true,
    text: () => say("quar.retry"),
    cell: (row) => <RetryButton row={row} onRetried={onRetried} />,
  };
  return isMine ? [...columns, retry] : columns;
}

function RetryButton({ row, onRetried }: { readonly row: QuarantineWire; readonly onRetried: () => void }): ReactNode {
  const { say } = useWords(quarantineWords);
  const { retry, isBusy } = useRetry(row, onRetried);
  return (
    <>
      <Button
        size="small"
        loading={isBusy}
        onClick={(event) => {
          event.stopPropagation();
          retry();
        }}
      >
        {say("quar.retry")}
      </Button>
      {row.retriedAt !== null && (
        <small className="quiet block">{say("quar.retriedAt", { at: momentWords(say, Date.parse(row.retriedAt), now()) })}</small>
      )}
    </>
  );
}
