import { Button } from "antd";
import { type ReactNode, useState } from "react";
import type { LineWire } from "../../../../api/resources/devices/schema.ts";
import { now } from "../../api/server-clock.ts";
import { beijingSecond } from "../../format/beijing-time.ts";
import { momentWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { type DeviceSay, deviceWords } from "./words.ts";

const SHOWN = 5;

/** When the device came and went, the newest first. */
export function DevicePresence({ presence }: { readonly presence: LineWire["presence"] }): ReactNode {
  const { say } = useWords(deviceWords);
  const [isAll, setAll] = useState(false);
  const rows = presence.toReversed();
  const more = rows.length - SHOWN;
  if (rows.length === 0) return <p className="quiet">{say("dev.noPresence")}</p>;
  return (
    <>
      <ol className="presence">
        {rows.slice(0, isAll ? rows.length : SHOWN).map(({ at, online }) => (
          <li key={`${at}|${online}`}>
            <b>{say(online ? "dev.cameOnline" : "dev.wentOffline")}</b>{" "}
            <time dateTime={at}>{secondWords(say, Date.parse(at))}</time>
          </li>
        ))}
      </ol>
      {more > 0 && (
        <Button size="small" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
          {isAll ? say("quar.hide") : say("dev.morePresence", { n: more })}
        </Button>
      )}
    </>
  );
}

/** "今天 08:05:09": a line that drops is often back within the minute. */
function secondWords(say: DeviceSay, at: number): string {
  return `${momentWords(say, at, now())}${beijingSecond(at).slice(16)}`;
}
