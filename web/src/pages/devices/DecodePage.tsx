import { Button, Input } from "antd";
import { type ReactNode, useState } from "react";
import { post } from "../../api/client.ts";
import type { FrameLine } from "../../api/device-shapes.ts";
import { failureWords } from "../../components/failure-words.ts";
import { Empty } from "../../components/View.tsx";
import { useLanguage } from "../../i18n/LanguageContext.tsx";
import { FrameView } from "./FrameView.tsx";

interface Answer {
  readonly items: readonly FrameLine[];
  readonly cut: boolean;
}

/** Frames that somebody pastes, taken apart field by field with their deviations. */
export function DecodePage(): ReactNode {
  const { say } = useLanguage();
  const [text, setText] = useState("");
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const run = (): void => {
    setBusy(true);
    setFailure(null);
    post<Answer>("/decode", { text })
      .then(setAnswer, (error: unknown) => setFailure(failureWords(error, say)))
      .finally(() => setBusy(false));
  };
  return (
    <main className="page">
      <div className="page-head">
        <h1>{say("decode.title")}</h1>
        <p className="quiet">{say("decode.about")}</p>
      </div>
      <Input.TextArea
        aria-label={say("decode.text")}
        className="frame-paste"
        autoSize={{ minRows: 5, maxRows: 16 }}
        maxLength={200_000}
        placeholder="##0101QN=20261123080000000;ST=31;CN=2011;PW=123456;MN=…;Flag=5;CP=&&DataTime=…&&…"
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      <div className="step-buttons">
        <Button type="primary" disabled={text.trim() === ""} loading={isBusy} onClick={run}>
          {say("decode.run")}
        </Button>
      </div>
      {failure !== null && (
        <p role="alert" className="field-error">
          {failure}
        </p>
      )}
      {answer?.items.length === 0 && <Empty title={say("decode.nothing")} />}
      {answer?.cut === true && <p className="strip">{say("decode.cut")}</p>}
      {answer?.items.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: frames have no names, and an answer never changes
        <section key={index} aria-label={say("decode.frame", { n: index + 1 })}>
          <h2>{say("decode.frame", { n: index + 1 })}</h2>
          <FrameView line={line} />
        </section>
      ))}
    </main>
  );
}
