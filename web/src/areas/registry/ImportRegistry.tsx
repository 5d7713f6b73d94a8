import { Button } from "antd";
import { type ChangeEvent, type ReactNode, useRef, useState } from "react";
import { Failure } from "../../components/Failure.tsx";
import { failureWords } from "../../components/failure-words.ts";
import { HelpLink } from "../../components/HelpLink.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { ChangeAhead } from "./ChangeAhead.tsx";
import { type Looked, lookAhead, standsOnFindings, takeEffect } from "./registry-import.ts";
import { type RegistrySay, registryWords } from "./words.ts";

/** A document is chosen, looked at, and only then put into force. */
export function ImportRegistry({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { say } = useWords(registryWords);
  const steps = useImport(say, onDone);
  const file = useRef<HTMLInputElement>(null);
  return (
    <section aria-labelledby="import-registry">
      <h2 id="import-registry">{say("reg.import")}</h2>
      <p className="quiet">
        {say("reg.importHint")} <HelpLink question="help.registry" />
      </p>
      <Button loading={steps.isBusy} onClick={() => file.current?.click()}>
        {say("reg.file")}
      </Button>
      {/* The browser's own button speaks its language, not that of the page. */}
      <input ref={file} type="file" hidden accept=".json,application/json" onChange={(event) => void steps.choose(event)} />
      <Failure text={steps.failure} />
      {steps.refused !== undefined && (
        <div className="step-buttons">
          <Button loading={steps.isBusy} onClick={() => void steps.look(steps.refused, true)}>
            {say("reg.withdrawToo")}
          </Button>
        </div>
      )}
      {steps.looked !== null && (
        <ChangeAhead
          answer={steps.looked.answer}
          withdraw={steps.looked.withdraw}
          isBusy={steps.isBusy}
          onTake={steps.take}
          onCancel={steps.cancel}
        />
      )}
      <p role="status">{steps.isDone ? say("reg.done") : ""}</p>
    </section>
  );
}

/** The steps of an import, and where it stands. */
function useImport(say: RegistrySay, onDone: () => void) {
  const [looked, setLooked] = useState<Looked | null>(null);
  const [refused, setRefused] = useState<unknown>();
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);
  const begin = (): void => {
    setLooked(null);
    setRefused(undefined);
    setFailure(null);
    setDone(false);
  };
  const during = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      setFailure(failureWords(error, say));
    } finally {
      setBusy(false);
    }
  };
  const look = (document: unknown, withdraw: boolean): Promise<void> => {
    begin();
    return during(async () => {
      try {
        setLooked(await lookAhead(document, withdraw));
      } catch (error) {
        if (standsOnFindings(error)) setRefused(document);
        throw error;
      }
    });
  };
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = target.files?.[0];
    if (file === undefined) return;
    const document = parsed(await file.text());
    // The same file may be chosen again once it is corrected.
    target.value = "";
    if (document !== undefined) return look(document, false);
    begin();
    setFailure(say("reg.notJson"));
  };
  const take = (): void =>
    void during(async () => {
      if (looked === null) return;
      await takeEffect(looked);
      begin();
      setDone(true);
      onDone();
    });
  return { looked, refused, failure, isBusy, isDone, choose, look, take, cancel: begin };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
