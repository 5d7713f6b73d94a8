import { App, Button, Input } from "antd";
import { type ReactNode, useState } from "react";
import { post } from "../../api/client.ts";
import { Failure } from "../../components/Failure.tsx";
import { failureWords } from "../../components/failure-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { declarationWords } from "./words.ts";

type Decision = "consent" | "refuse" | "return";

/** The bureau's answer to a declaration. A refusal and a return need a reason. */
export function DecisionForm({ id, onDecided }: { readonly id: string; readonly onDecided: () => void }): ReactNode {
  const { say } = useWords(declarationWords);
  const { message } = App.useApp();
  const [reason, setReason] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState<Decision | null>(null);
  const decide = (decision: Decision): void => {
    if (decision !== "consent" && reason.trim() === "") {
      setFailure(say("decl.reasonNeeded"));
      return;
    }
    setFailure(null);
    setBusy(decision);
    post(`/declarations/${encodeURIComponent(id)}/decision`, { decision, reason: reason.trim() })
      .then(
        () => {
          void message.success(say(`decl.${decision}`));
          onDecided();
        },
        (error: unknown) => setFailure(failureWords(error, say)),
      )
      .finally(() => setBusy(null));
  };
  return (
    <div className="decision">
      <Input.TextArea
        aria-label={say("decl.reason")}
        placeholder={say("decl.reason")}
        autoSize={{ minRows: 1, maxRows: 5 }}
        value={reason}
        onChange={(e) => setReason(e.target.value)}
      />
      <Failure text={failure} />
      <div className="step-buttons">
        <Button loading={busy === "consent"} onClick={() => decide("consent")}>
          {say("decl.consent")}
        </Button>
        <Button loading={busy === "refuse"} onClick={() => decide("refuse")}>
          {say("decl.refuse")}
        </Button>
        <Button loading={busy === "return"} onClick={() => decide("return")}>
          {say("decl.return")}
        </Button>
      </div>
    </div>
  );
}
