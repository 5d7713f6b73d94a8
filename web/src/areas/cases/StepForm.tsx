import { App, Button, Form, Input, Select } from "antd";
import { type ReactNode, useState } from "react";
import type { CaseDetailWire } from "../../../../cases/case/case-wire.ts";
import { ApiError, post } from "../../api/client.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { Failure } from "../../components/Failure.tsx";
import { failureWords } from "../../components/failure-words.ts";
import { useSession } from "../../components/SessionContext.tsx";
import { fromFieldValue } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { type AllowedStep, changesSince, stepWords } from "./step-words.ts";
import { type CaseSay, caseWords } from "./words.ts";

type StepField = AllowedStep["fields"][number];

interface StepFormProps {
  readonly item: CaseDetailWire;
  readonly step: AllowedStep;
  /** False once the case has moved on and the step may not be taken any more. */
  readonly isOpen: boolean;
  readonly onCancel: () => void;
  readonly onDone: () => void;
  readonly onConflict: () => void;
}

type Values = Readonly<Record<string, string | number | undefined>>;

/**
 * What a step asks for. It is about the case as it was when it was opened: what others do meanwhile is said, what was
 * typed stays, and nothing is sent before the change was looked at.
 */
export function StepForm({ item, step, isOpen, onCancel, onDone, onConflict }: StepFormProps): ReactNode {
  const { say, word } = useWords(caseWords);
  const { message } = App.useApp();
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [seen, setSeen] = useState({ version: item.version, lines: item.timeline.length });
  const hasChanged = item.version !== seen.version && !isBusy;
  const label = stepWords(step, useSession().roles, say);
  // A note is always there; a step that lists it as a field of its own says only whether it must be filled in.
  const fields = step.fields.filter((f) => f.name !== "note");
  const needsNote = step.fields.some((f) => f.name === "note" && f.required);
  const send = (values: Values): void => {
    setBusy(true);
    setFailure(null);
    const body = { to: step.to, version: seen.version, note: String(values["note"] ?? ""), ...toBody(fields, values) };
    post(`/cases/${encodeURIComponent(item.id)}/transitions`, body)
      .then(
        () => {
          void message.success(say("case.done", { step: label }));
          onDone();
        },
        (error: unknown) => {
          setFailure(refusalWords(error, say));
          if (error instanceof ApiError && error.status === 409) onConflict();
        },
      )
      .finally(() => setBusy(false));
  };
  return (
    <Form<Values> layout="vertical" className="step-form" onFinish={send}>
      {fields.map((field) => {
        const name = word("field", field.name);
        return (
          <Form.Item
            key={field.name}
            name={field.name}
            label={name}
            rules={[{ required: field.required, message: say("case.required", { field: name }) }]}
          >
            <FieldInput field={field} />
          </Form.Item>
        );
      })}
      <Form.Item
        name="note"
        label={say("case.note")}
        rules={[{ required: needsNote, message: say("case.required", { field: say("case.note") }) }]}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4000} />
      </Form.Item>
      {hasChanged && (
        <div className="changed" role="status">
          <p>
            {say("case.changed", { what: changesSince(item.timeline, seen.lines, say) })}{" "}
            {say(isOpen ? "case.typedStays" : "case.stepGone", { step: label })}
          </p>
          {isOpen && (
            <Button size="small" onClick={() => setSeen({ version: item.version, lines: item.timeline.length })}>
              {say("case.changeSeen")}
            </Button>
          )}
        </div>
      )}
      <Failure text={hasChanged ? null : failure} />
      <div className="step-buttons">
        <Button type="primary" htmlType="submit" loading={isBusy} disabled={hasChanged || !isOpen}>
          {say("case.confirm", { step: label })}
        </Button>
        <Button onClick={onCancel}>{say("case.cancel")}</Button>
      </div>
    </Form>
  );
}

interface FieldInputProps {
  readonly field: StepField;
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (value: unknown) => void;
}

function FieldInput({ field, ...control }: FieldInputProps): ReactNode {
  const { units } = useDirectory();
  const choices = field.type === "unit" ? units : [];
  if (choices.length > 0) {
    return (
      <Select
        {...control}
        showSearch={{ optionFilterProp: "label" }}
        options={choices.map((c) => ({ value: c.id, label: c.name }))}
      />
    );
  }
  if (field.type === "instant") return <Input type="datetime-local" {...control} />;
  return <Input {...control} />;
}

function toBody(fields: readonly StepField[], values: Values): Readonly<Record<string, unknown>> {
  const pairs = fields.flatMap((field) => {
    const value = values[field.name];
    if (value === undefined || value === "") return [];
    return [[field.name, field.type === "instant" ? fromFieldValue(String(value)) : value] as const];
  });
  return Object.fromEntries(pairs);
}

/**
 * Why a step was refused: that somebody was faster is said here, since the case is fresh now; the rest as the server
 * says it.
 */
function refusalWords(error: unknown, say: CaseSay): string {
  return error instanceof ApiError && error.code === "version-conflict" ? say("case.conflict") : failureWords(error, say);
}
