import { Select } from "antd";
import { type ReactNode, useState } from "react";
import { list } from "../../api/client.ts";
import type { QuarantineRow } from "../../api/page-shapes.ts";
import { useResource } from "../../api/use-resource.ts";
import { Empty, View } from "../../components/View.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { QuarantineLine } from "./QuarantineLine.tsx";
import { quarantineWords } from "./words.ts";
import "./quarantine.css";

const REFRESH_MS = 30_000;

/** Messages that were put aside: why, in words, with the raw frame beside what it says, and a way to offer them again. */
export function QuarantinePage(): ReactNode {
  const { say, word } = useWords(quarantineWords);
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
          <table className="grid wrap stack">
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
