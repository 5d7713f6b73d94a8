import { App, Button, Form, Input, Modal } from "antd";
import { type ReactNode, useState } from "react";
import type { DeclarationWire } from "../../../../cases/declaration/declaration-wire.ts";
import { post } from "../../api/client.ts";
import { part } from "../../api/read.ts";
import { Failure } from "../../components/Failure.tsx";
import { useSession } from "../../components/SessionContext.tsx";
import { useSending } from "../../components/use-sending.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { ConsentMeaning } from "./ConsentMeaning.tsx";
import { declarationWords } from "./words.ts";

const DECISIONS = ["consent", "refuse", "return"] as const;
type Decision = (typeof DECISIONS)[number];

interface DecisionFormProps {
  readonly declaration: DeclarationWire;
  readonly onDecided: () => void;
}

/** The answers that the bureau may give; each asks for its reason, and is confirmed, in a dialog of its own. */
export function DecisionForm({ declaration, onDecided }: DecisionFormProps): ReactNode {
  const { say } = useWords(declarationWords);
  const [asked, setAsked] = useState<Decision | null>(null);
  return (
    <div className="step-buttons">
      {DECISIONS.map((decision) => (
        <Button key={decision} onClick={() => setAsked(decision)}>
          {say(`decl.${decision}`)}…
        </Button>
      ))}
      {asked !== null && (
        <DecisionDialog declaration={declaration} decision={asked} onClose={() => setAsked(null)} onDecided={onDecided} />
      )}
    </div>
  );
}

interface DialogProps extends DecisionFormProps {
  readonly decision: Decision;
  readonly onClose: () => void;
}

/** Who decides and in which role, what the answer means, why, and the word that confirms it. */
function DecisionDialog({ declaration, decision, onClose, onDecided }: DialogProps): ReactNode {
  const { say } = useWords(declarationWords);
  const { message } = App.useApp();
  const { name } = useSession();
  const { failure, isBusy, send } = useSending(say);
  const role = declaration.turn?.role ?? null;
  const label = say(`decl.${decision}`);
  const decide = ({ reason }: { readonly reason: string }): void =>
    send(
      () => post(`/declarations/${part(declaration.id)}/decision`, { decision, reason: reason.trim() }),
      () => {
        void message.success(say(`decl.done.${decision}`));
        onClose();
        onDecided();
      },
    );
  return (
    <Modal
      open
      title={say("decl.dialogTitle", { answer: label, enterprise: declaration.enterpriseName })}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      <p>
        {say("decl.decidedBy")}
        <b>{role === null ? name : name + say("sentence.brackets", { text: say(`role.${role}`) })}</b>
      </p>
      {decision === "consent" ? <ConsentMeaning declaration={declaration} /> : <p>{say(`decl.means.${decision}`)}</p>}
      <Form<{ reason: string }> layout="vertical" onFinish={decide} requiredMark={false}>
        <Form.Item
          name="reason"
          label={say("decl.reason")}
          rules={[{ required: true, whitespace: true, message: say("decl.reasonNeeded") }]}
        >
          <Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
        </Form.Item>
        <Failure text={failure} />
        <div className="step-buttons">
          <Button type="primary" htmlType="submit" loading={isBusy}>
            {say("decl.confirm", { answer: label })}
          </Button>
          <Button onClick={onClose}>{say("case.cancel")}</Button>
        </div>
      </Form>
    </Modal>
  );
}
