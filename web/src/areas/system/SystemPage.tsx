import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { Link } from "react-router";
import type { BoardWire } from "../../../../api/resources/board/schema.ts";
import type { AccountWire } from "../../../../api/resources/messages/schema.ts";
import { liveStatus, onLive, subscribeLiveStatus } from "../../api/live.ts";
import { read } from "../../api/read.ts";
import { useRead } from "../../api/use-read.ts";
import { useNow } from "../../components/use-now.ts";
import { View } from "../../components/View.tsx";
import { beijingDate } from "../../format/beijing-time.ts";
import { formatCount } from "../../format/digits.ts";
import { ageWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { systemWords } from "./words.ts";

/** The account grows with every message, and no event tells of it. */
const REFRESH_MS = 10_000;
const PARTS = ["stored", "quarantined", "pending", "duplicates", "control"] as const;

/** A district whose newest reading is older has silent devices, or a line that is down. */
const OLD_MS = 10 * 60_000;

/** How the product itself is: the newest reading, the day's account, the lag. */
export function SystemPage(): ReactNode {
  const { say } = useWords(systemWords);
  const at = useNow();
  const status = useSyncExternalStore(subscribeLiveStatus, liveStatus);
  const [lag, setLag] = useState<unknown>(null);
  useEffect(() => onLive("lag", setLag), []);
  const account = useRead(read<AccountWire>("/messages/account", { day: beijingDate(at) }), { everyMs: REFRESH_MS });
  const newestAt = useRead(read<BoardWire>("/board", { limit: 1 }), { everyMs: REFRESH_MS }).data?.newestAt ?? null;
  return (
    <main className="page">
      <div className="page-head">
        <h1>{say("sys.title")}</h1>
      </div>
      <dl className="figures">
        <div>
          <dt>{say("sys.newest")}</dt>
          <dd>
            {newestAt === null ? "—" : ageWords(say, Date.parse(newestAt), at)}
            {(newestAt === null || at - Date.parse(newestAt) > OLD_MS) && (
              <>
                {" "}
                · <Link to="/devices">{say("sys.seeDevices")}</Link>
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>{say("sys.live")}</dt>
          <dd>{say(`sys.live.${status}`)}</dd>
        </div>
      </dl>
      <h2>{say("sys.account")}</h2>
      <View resource={account} what={say("sys.accountWhat")} lines={3}>
        {(a) => <AccountTable account={a} />}
      </View>
      <h2>{say("sys.lag")}</h2>
      {lag === null ? <p className="quiet">{say("sys.lagNone")}</p> : <LagTable lag={lag as Readonly<Record<string, number>>} />}
    </main>
  );
}

/** How far each reader of the journal is: its position, and what is still to come. */
function LagTable({ lag }: { readonly lag: Readonly<Record<string, number>> }): ReactNode {
  const { word } = useWords(systemWords);
  return (
    <table className="grid narrow stack">
      <thead>
        <tr>
          {Object.keys(lag).map((name) => (
            <th key={name} scope="col" className="right">
              {word("lag", name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          {Object.entries(lag).map(([name, count]) => (
            <td key={name} className="right" data-label={word("lag", name)}>
              {formatCount(count)}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

function AccountTable({ account }: { readonly account: AccountWire }): ReactNode {
  const { say } = useWords(systemWords);
  const difference = account.received - PARTS.reduce((sum, part) => sum + account[part], 0);
  return (
    <>
      <table className="grid narrow stack">
        <thead>
          <tr>
            <th scope="col" className="right">
              {say("sys.received")}
            </th>
            {PARTS.map((part) => (
              <th key={part} scope="col" className="right">
                {say(`sys.${part}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <td className="right" data-label={say("sys.received")}>
              <b>{formatCount(account.received)}</b>
            </td>
            {PARTS.map((part) => (
              <td key={part} className="right" data-label={say(`sys.${part}`)}>
                {part === "quarantined" && account[part] > 0 ? (
                  <Link to="/quarantine">{formatCount(account[part])}</Link>
                ) : (
                  formatCount(account[part])
                )}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      <p className={difference === 0 ? "quiet" : "strong"}>
        {difference === 0 ? say("sys.balanced") : say("sys.unbalanced", { n: difference })}
      </p>
    </>
  );
}
