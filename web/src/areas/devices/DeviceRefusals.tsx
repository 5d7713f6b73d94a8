import { Button } from "antd";
import { type ReactNode, useState } from "react";
import type { Refusal } from "../../api/device-shapes.ts";
import { now } from "../../api/server-clock.ts";
import { ReasonWords } from "../../components/ReasonWords.tsx";
import { useNow } from "../../components/use-now.ts";
import { formatCount } from "../../format/digits.ts";
import { ageWords, momentWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { isRecent } from "./recent-refusals.ts";
import { deviceWords } from "./words.ts";

/** What came under the MN of the device and was turned away: open while the last of it is recent, one line afterwards, nothing when there is none. */
export function DeviceRefusals({ refused }: { readonly refused: readonly Refusal[] }): ReactNode {
  const { say } = useWords(deviceWords);
  const at = useNow();
  const [newest] = refused.toSorted((a, b) => b.lastAt.localeCompare(a.lastAt));
  if (newest === undefined) return null;
  const count = formatCount(refused.reduce((sum, r) => sum + r.count, 0));
  const last = ageWords(say, Date.parse(newest.lastAt), at);
  if (refused.some((r) => isRecent(r, at))) {
    return (
      <section className="refused" aria-labelledby="device-refused">
        <h2 id="device-refused">{say("refused.title")}</h2>
        <RefusalTable refused={refused} at={at} />
      </section>
    );
  }
  return (
    <details className="refused-before">
      <summary>{say("refused.before", { count, last })}</summary>
      <RefusalTable refused={refused} at={at} />
    </details>
  );
}

function RefusalTable({ refused, at }: { readonly refused: readonly Refusal[]; readonly at: number }): ReactNode {
  const { say } = useWords(deviceWords);
  return (
    <>
      <p className="quiet">{say("refused.about")}</p>
      <table className="grid wrap stack">
        <thead>
          <tr>
            <th scope="col">{say("quar.reason")}</th>
            <th scope="col" className="right">
              {say("unk.count")}
            </th>
            <th scope="col">{say("refused.last")}</th>
            <th scope="col">{say("dev.address")}</th>
            <th scope="col">
              <span className="visually-hidden">{say("refused.show")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {refused.map((refusal) => (
            <RefusalLine key={`${refusal.transport}|${refusal.reason}`} refusal={refusal} at={at} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function RefusalLine({ refusal, at }: { readonly refusal: Refusal; readonly at: number }): ReactNode {
  const { say } = useWords(deviceWords);
  const [isOpen, setOpen] = useState(false);
  const { reason, detail, count, firstAt, lastAt, transport, address, raw, rawEncoding } = refusal;
  return (
    <>
      <tr>
        <td data-label={say("quar.reason")}>
          <ReasonWords code={reason} detail={detail} />
        </td>
        <td className="right" data-label={say("unk.count")}>
          {formatCount(count)}
        </td>
        <td data-label={say("refused.last")}>
          {ageWords(say, Date.parse(lastAt), at)}
          {count > 1 && (
            <small className="quiet block">{say("refused.since", { at: momentWords(say, Date.parse(firstAt), now()) })}</small>
          )}
        </td>
        <td data-label={say("dev.address")}>
          {address}
          <small className="quiet block">{transport === "mqtt" ? say("unk.viaMqtt") : "HJ 212"}</small>
        </td>
        <td className="right row-tools">
          {raw !== "" && (
            <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {say(isOpen ? "quar.hide" : "refused.show")}
            </Button>
          )}
        </td>
      </tr>
      {isOpen && (
        <tr className="row-detail">
          <td colSpan={5}>
            <code className="frame-raw">{raw}</code>
            {rawEncoding === "base64" && <small className="quiet">{say("decode.notText")}</small>}
          </td>
        </tr>
      )}
    </>
  );
}
