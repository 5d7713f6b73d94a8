import { App, Button } from "antd";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { get } from "../../api/client.ts";
import type { QuarantineDetail } from "../../api/device-shapes.ts";
import type { QuarantineRow } from "../../api/page-shapes.ts";
import { now } from "../../api/server-clock.ts";
import { useResource } from "../../api/use-resource.ts";
import { failureWords } from "../../components/failure-words.ts";
import { ReasonWords } from "../../components/ReasonWords.tsx";
import { View } from "../../components/View.tsx";
import { knownText } from "../../format/server-texts.ts";
import { momentWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { FrameView } from "../devices/FrameView.tsx";
import { type RetryOutcome, retryMessage } from "./quarantine-retry.ts";
import { quarantineWords } from "./words.ts";
import "../devices/frame.css";

interface QuarantineLineProps {
  readonly row: QuarantineRow;
  readonly onRetried: () => void;
}

/** One message or factor that was put aside; opened, its raw form stands beside what it says. */
export function QuarantineLine({ row, onRetried }: QuarantineLineProps): ReactNode {
  const { say } = useWords(quarantineWords);
  const [isOpen, setOpen] = useState(false);
  const { retry, isBusy } = useRetry(row, onRetried);
  return (
    <>
      <tr>
        <td className="nowrap" data-label={say("quar.received")}>
          {momentWords(say, Date.parse(row.receivedAt), now())}
        </td>
        <td className="nowrap" data-label={say("quar.device")}>
          <Link to={`/devices/${encodeURIComponent(row.mn)}`}>
            <code>{row.mn}</code>
          </Link>
          <small className="quiet block">{row.transport === "mqtt" ? "MQTT" : "HJ 212"}</small>
        </td>
        <td data-label={say("quar.reason")}>
          <ReasonWords code={row.reason} detail={row.detail} />
        </td>
        <td data-label={say("quar.raw")}>
          <code className="raw">{row.raw}</code>
        </td>
        <td className="right row-tools">
          <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {say(isOpen ? "quar.hide" : "quar.show")}
          </Button>{" "}
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
      {isOpen && (
        <tr className="row-detail">
          <td colSpan={5}>
            <Detail row={row} />
          </td>
        </tr>
      )}
    </>
  );
}

function Detail({ row }: { readonly row: QuarantineRow }): ReactNode {
  const { say } = useWords(quarantineWords);
  const path = `/quarantine/${encodeURIComponent(row.id)}`;
  const detail = useResource(`${path}|${row.retriedAt ?? ""}`, () => get<QuarantineDetail>(path));
  return (
    <View resource={detail} what={say("what.quarantine")} lines={4}>
      {({ raw, rawEncoding, decoded }) => (
        <div className="frame-columns">
          <div>
            <h3>{say("dev.raw")}</h3>
            <code className="frame-raw">{raw}</code>
            {rawEncoding === "base64" && <small className="quiet">{say("decode.notText")}</small>}
          </div>
          <div>
            <h3>{say("dev.decoded")}</h3>
            {decoded === null ? <JsonView raw={raw} /> : <FrameView line={decoded} />}
          </div>
        </div>
      )}
    </View>
  );
}

/** Readings that came as JSON, one field a line; what is no JSON has no other form than its own. */
function JsonView({ raw }: { readonly raw: string }): ReactNode {
  const text = indented(raw);
  if (text === undefined) return <p className="quiet">—</p>;
  return (
    <pre className="frame-raw">
      <code>{text}</code>
    </pre>
  );
}

function indented(raw: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2);
  } catch {
    return undefined;
  }
}

function useRetry(row: QuarantineRow, onRetried: () => void): { readonly retry: () => void; readonly isBusy: boolean } {
  const { say, word } = useWords(quarantineWords);
  const { message } = App.useApp();
  const [isBusy, setBusy] = useState(false);
  const tell = (outcome: RetryOutcome): void => {
    if (outcome.kind === "usable") void message.success(say("quar.retried"));
    else if (outcome.kind === "waiting") void message.info(say("quar.waiting"));
    else {
      const reasonOf = (r: QuarantineRow): string => [word("reason", r.reason), knownText(r.detail, say) ?? r.detail].join("：");
      void message.warning(say("quar.still", { reasons: outcome.rows.map(reasonOf).join("；") }), 6);
    }
    onRetried();
  };
  const retry = (): void => {
    setBusy(true);
    retryMessage(row)
      .then(tell, (error: unknown) => void message.error(failureWords(error, say)))
      .finally(() => setBusy(false));
  };
  return { retry, isBusy };
}
