import { Button } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { FrameWire } from "../../../../api/resources/devices/schema.ts";
import { may } from "../../api/session.ts";
import { useSession } from "../../components/SessionContext.tsx";
import { beijingSecond } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { FrameView } from "./FrameView.tsx";
import { frameKey } from "./open-frames.ts";
import { useOpenFrames } from "./use-open-frames.ts";
import { deviceWords } from "./words.ts";

interface DeviceFramesProps {
  readonly frames: readonly FrameWire[];
  /** The device sends JSON only: there are no frames to be kept. */
  readonly isJson: boolean;
}

/**
 * The newest frames on the line, newest first; each opens to its raw form beside what it says, and the list stands
 * still while one is open.
 */
export function DeviceFrames({ frames, isJson }: DeviceFramesProps): ReactNode {
  const { say } = useWords(deviceWords);
  const session = useSession();
  const seesQuarantine = may(session, "see-messages");
  const { shown, isOpen, setOpen, waiting, showWaiting } = useOpenFrames(frames);
  return (
    <section aria-labelledby="device-frames">
      <h2 id="device-frames">{say("dev.frames")}</h2>
      {frames.length === 0 && (
        <p className="quiet">
          {say(isJson ? "dev.jsonFrames" : "dev.noFrames")}{" "}
          {isJson && seesQuarantine && <Link to="/quarantine">{say("dev.quarantine")}</Link>}
        </p>
      )}
      {waiting > 0 && (
        <p>
          <Button size="small" onClick={showWaiting}>
            {say("dev.newFrames", { n: waiting })}
          </Button>{" "}
          <small className="quiet">{say("dev.heldFrames")}</small>
        </p>
      )}
      <ol className="frames">
        {shown.toReversed().map((frame) => (
          <li key={frameKey(frame)}>
            <FrameRow frame={frame} isOpen={isOpen(frame)} onToggle={(next) => setOpen(frame, next)} />
          </li>
        ))}
      </ol>
    </section>
  );
}

interface FrameRowProps {
  readonly frame: FrameWire;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
}

function FrameRow({ frame, isOpen, onToggle }: FrameRowProps): ReactNode {
  const { say, word } = useWords(deviceWords);
  const { decoded } = frame;
  const name = decoded?.ok === true ? `${decoded.cn} ${word("cn", decoded.cn)}` : say("decode.bad");
  return (
    <details open={isOpen} onToggle={(e) => onToggle(e.currentTarget.open)}>
      <summary>
        <span className="quiet">{beijingSecond(Date.parse(frame.at))}</span> <b>{say(`dev.${frame.direction}`)}</b>{" "}
        {name.replace(/^(\d+) \1$/, "$1")}
      </summary>
      {isOpen && (
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
      )}
    </details>
  );
}
