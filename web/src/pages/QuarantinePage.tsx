import { App, Button, Select } from "antd";
import { type ReactNode, useState } from "react";
import { list, post } from "../api/client.ts";
import type { QuarantineRow } from "../api/page-shapes.ts";
import { now } from "../api/server-clock.ts";
import { useResource } from "../api/use-resource.ts";
import { failureWords } from "../components/failure-words.ts";
import { Empty, View } from "../components/View.tsx";
import { momentWords } from "../format/time-words.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";

const REFRESH_MS = 30_000;

/** Messages that were put aside: why, in words, with the raw frame, and a way to offer them again. */
export function QuarantinePage(): ReactNode {
  const { say, word } = useLanguage();
  const [reason, setReason] = useState("");
  const rows = useResource(
    "quarantine",
    () => list<QuarantineRow>("/quarantine", { limit: 500 }).then((p) => p.items),
    REFRESH_MS,
  );
  const reasons = [...new Set((rows.data ?? []).map((r) => r.reason))].sort();
  return (
    <main className="page">
      <div className="page-head">
        <h1>{say("quar.title")}</h1>
        <p className="quiet">{say("quar.about")}</p>
        <span className="page-tools">
          <Select
            aria-label={say("quar.reason")}
            className="search"
            value={reason}
            onChange={setReason}
            options={[{ value: "", label: say("quar.all") }, ...reasons.map((r) => ({ value: r, label: word("reason", r) }))]}
          />
        </span>
      </div>
      <View
        resource={rows}
        what={say("what.quarantine")}
        lines={10}
        isEmpty={(r) => r.length === 0}
        empty={<Empty title={say("quar.empty")} hint={say("quar.emptyHint")} />}
      >
        {(items) => (
          <table className="grid wrap">
            <thead>
              <tr>
                <th scope="col">{say("quar.received")}</th>
                <th scope="col">{say("quar.device")}</th>
                <th scope="col">{say("quar.reason")}</th>
                <th scope="col">{say("quar.raw")}</th>
                <th scope="col">
                  <span className="visually-hidden">{say("quar.retry")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items
                .filter((row) => reason === "" || row.reason === reason)
                .map((row) => (
                  <QuarantineLine key={row.id} row={row} onRetried={rows.reload} />
                ))}
            </tbody>
          </table>
        )}
      </View>
    </main>
  );
}

function QuarantineLine({ row, onRetried }: { readonly row: QuarantineRow; readonly onRetried: () => void }): ReactNode {
  const { say, word } = useLanguage();
  const { message } = App.useApp();
  const [isBusy, setBusy] = useState(false);
  const retry = (): void => {
    setBusy(true);
    post(`/quarantine/${encodeURIComponent(row.id)}/retry`)
      .then(
        () => {
          void message.success(say("quar.retried"));
          onRetried();
        },
        (error: unknown) => void message.error(failureWords(error, say)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <tr>
      <td className="nowrap">{momentWords(say, Date.parse(row.receivedAt), now())}</td>
      <td className="nowrap">
        <code>{row.mn}</code>
        <br />
        <small className="quiet">{row.transport}</small>
      </td>
      <td>
        <b>{word("reason", row.reason)}</b>
        <br />
        <span className="quiet">{row.detail}</span>
      </td>
      <td>
        <code className="raw">{row.raw}</code>
      </td>
      <td className="right">
        <Button size="small" loading={isBusy} onClick={retry}>
          {say("quar.retry")}
        </Button>
        {row.retriedAt !== null && row.retriedAt !== undefined && (
          <small className="quiet block">
            {say("quar.retriedAt", { at: momentWords(say, Date.parse(row.retriedAt), now()) })}
          </small>
        )}
      </td>
    </tr>
  );
}
