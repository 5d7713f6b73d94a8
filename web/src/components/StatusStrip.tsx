import { Button } from "antd";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { liveStatus, onLive, subscribeLiveStatus } from "../api/live.ts";
import { formatCount } from "../format/digits.ts";
import { ageWords } from "../format/time-words.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import { reloadStale, staleSummary } from "./stale-board.ts";
import { useNow } from "./use-now.ts";
import { useStaleEntries } from "./use-stale-entries.ts";

/** A backlog that a healthy district clears within seconds is not worth a word. */
const LATE_MESSAGES = 1_000;

/**
 * The one place that says what must be known before a number is believed. It lies over the foot of the page, so that
 * nothing moves.
 */
export function StatusStrip(): ReactNode {
  const { say } = useLanguage();
  const status = useSyncExternalStore(subscribeLiveStatus, liveStatus);
  const lag = useLag();
  const stale = useStaleEntries();
  useNow(5_000);
  // A stream that is back means a server that is back: what failed meanwhile is asked for at once.
  useEffect(() => {
    if (status === "open") reloadStale();
  }, [status]);
  const summary = staleSummary(stale, status === "lost");
  if (summary === null && lag <= LATE_MESSAGES) return null;
  const age = summary?.since === undefined ? "" : say("strip.since", { age: ageWords(say, summary.since, Date.now()) });
  return (
    <div className="status-strip" role="status">
      {summary === null ? say("lag.late", { n: formatCount(lag) }) : `${say(`strip.${summary.kind}`)}${age}`}
      {stale.length > 0 && (
        <Button size="small" type="link" onClick={reloadStale}>
          {say("view.retry")}
        </Button>
      )}
    </div>
  );
}

/** Journal entries that the slowest reader has not come to. */
function useLag(): number {
  const [lag, setLag] = useState(0);
  useEffect(() => onLive("lag", (data) => setLag((data as { readonly pending?: number } | null)?.pending ?? 0)), []);
  return lag;
}
