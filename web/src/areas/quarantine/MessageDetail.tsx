import type { ReactNode } from "react";
import type { QuarantineDetailWire, QuarantineWire } from "../../../../api/resources/messages/schema.ts";
import { part, read } from "../../api/read.ts";
import { useRead } from "../../api/use-read.ts";
import { View } from "../../components/View.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { FrameView } from "../devices/FrameView.tsx";
import { quarantineWords } from "./words.ts";
import "../devices/frame.css";

/** A rejected message: its raw form beside what it says. */
export function MessageDetail({ row }: { readonly row: QuarantineWire }): ReactNode {
  const { say } = useWords(quarantineWords);
  const detail = useRead(read<QuarantineDetailWire>(`/quarantine/${part(row.id)}`));
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
