import { Button } from "antd";
import type { ReactNode } from "react";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { changesIn, type ImportAnswer } from "./registry-import.ts";
import { registryWords } from "./words.ts";

interface ChangeAheadProps {
  readonly answer: ImportAnswer;
  /** Findings that stand on what is left out are withdrawn. */
  readonly withdraw: boolean;
  readonly isBusy: boolean;
  readonly onTake: () => void;
  readonly onCancel: () => void;
}

/** What a change of the registry would do, and the button that puts it into force. */
export function ChangeAhead({ answer, withdraw, isBusy, onTake, onCancel }: ChangeAheadProps): ReactNode {
  const { say } = useWords(registryWords);
  const { preview, warnings } = answer;
  const changes = changesIn(answer);
  return (
    <div aria-live="polite">
      {changes.length === 0 && <p>{say("reg.nothingChanges")}</p>}
      <ul>
        {changes.map((change) => (
          <li key={change.table}>{say("reg.changes", change)}</li>
        ))}
      </ul>
      {preview !== undefined && (
        <p>{say("reg.effect", { ...preview.withdraws, opens: preview.opens, revises: preview.revises })}</p>
      )}
      {preview?.complete === false && <p>{say("reg.atLeast")}</p>}
      <ul>
        {warnings.map(({ pointer, message }) => (
          <li key={`${pointer} ${message}`}>{message}</li>
        ))}
      </ul>
      <div className="step-buttons">
        <Button type="primary" danger={withdraw} disabled={changes.length === 0} loading={isBusy} onClick={onTake}>
          {say("reg.takeEffect")}
        </Button>
        <Button onClick={onCancel}>{say("case.cancel")}</Button>
      </div>
    </div>
  );
}
