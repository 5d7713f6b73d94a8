import type { ReactNode } from "react";
import type { DeviceFrame } from "../../api/device-shapes.ts";
import { beijingSecond } from "../../format/beijing-time.ts";
import { useLanguage } from "../../i18n/LanguageContext.tsx";
import { FrameView } from "./FrameView.tsx";

/** The newest frames on the line, newest first; each opens to its raw form beside what it says. */
export function DeviceFrames({ frames }: { readonly frames: readonly DeviceFrame[] }): ReactNode {
  const { say } = useLanguage();
  return (
    <section aria-labelledby="device-frames">
      <h2 id="device-frames">{say("dev.frames")}</h2>
      {frames.length === 0 && <p className="quiet">{say("dev.noFrames")}</p>}
      <ol className="frames">
        {frames.toReversed().map((frame, index) => (
          <li key={`${frame.at}|${frame.direction}|${frame.raw}`}>
            <FrameRow frame={frame} isFirst={index === 0} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function FrameRow({ frame, isFirst }: { readonly frame: DeviceFrame; readonly isFirst: boolean }): ReactNode {
  const { say, word } = useLanguage();
  const { decoded } = frame;
  const name = decoded?.ok === true ? `${decoded.cn} ${word("cn", decoded.cn)}` : say("decode.bad");
  return (
    <details open={isFirst}>
      <summary>
        <span className="quiet">{beijingSecond(Date.parse(frame.at))}</span> <b>{say(`dev.${frame.direction}`)}</b>{" "}
        {name.replace(/^(\d+) \1$/, "$1")}
      </summary>
      <div className="frame-columns">
        <div>
          <h3>{say("dev.raw")}</h3>
          <code className="frame-raw">{frame.raw}</code>
          {frame.rawEncoding === "base64" && <small className="quiet">{say("decode.notText")}</small>}
        </div>
        <div>
          <h3>{say("dev.decoded")}</h3>
          {decoded === null ? <p className="quiet">—</p> : <FrameView line={decoded} />}
        </div>
      </div>
    </details>
  );
}
