import { Button, Input } from "antd";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import type { DecodeWire } from "../../../../api/resources/decode/schema.ts";
import { post } from "../../api/client.ts";
import { Failure } from "../../components/Failure.tsx";
import { failureWords } from "../../components/failure-words.ts";
import { Empty } from "../../components/View.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { FrameView } from "./FrameView.tsx";
import { deviceWords } from "./words.ts";
import "./devices.css";

/** Frames that somebody pastes, taken apart field by field with their deviations. */
export function DecodePage(): ReactNode {
  const { say } = useWords(deviceWords);
  const { text, edit, run, answer, failure, isBusy } = useDecoding();
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
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
        spellCheck={false}
        placeholder="##0101QN=20261123080000000;ST=31;CN=2011;PW=123456;MN=…;Flag=5;CP=&&DataTime=…&&…"
        value={text}
        onChange={(e) => edit(e.target.value)}
        onKeyDown={onKey}
      />
      <div className="step-buttons">
        <Button type="primary" disabled={text.trim() === ""} loading={isBusy} onClick={run}>
          {say("decode.run")}
        </Button>
        <span className="quiet desk-only">{say("decode.keys")}</span>
      </div>
      <Failure text={failure} />
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

interface Decoding {
  readonly text: string;
  readonly edit: (text: string) => void;
  readonly run: () => void;
  readonly answer: DecodeWire | null;
  readonly failure: string | null;
  readonly isBusy: boolean;
}

/**
 * The text and its answer. An answer belongs to the text it was asked with: it goes when the text is edited, also when
 * it comes after that.
 */
function useDecoding(): Decoding {
  const { say } = useWords(deviceWords);
  const [text, setText] = useState("");
  const [answer, setAnswer] = useState<DecodeWire | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const current = useRef("");
  const edit = (next: string): void => {
    current.current = next;
    setText(next);
    setAnswer(null);
    setFailure(null);
  };
  const run = (): void => {
    if (text.trim() === "" || isBusy) return;
    setBusy(true);
    setFailure(null);
    post<DecodeWire>("/decode", { text })
      .then(
        (found) => current.current === text && setAnswer(found),
        (error: unknown) => setFailure(failureWords(error, say)),
      )
      .finally(() => setBusy(false));
  };
  return { text, edit, run, answer, failure, isBusy };
}
