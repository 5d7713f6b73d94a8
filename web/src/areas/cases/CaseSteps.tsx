import { App, Button, Form, Input, Select } from "antd";
import { type ReactNode, useState } from "react";
import type { CaseDetailWire } from "../../../../cases/case/case-wire.ts";
import type { Role } from "../../../../core/people/rights.ts";
import { ApiError, post } from "../../api/client.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { Failure } from "../../components/Failure.tsx";
import { failureWords } from "../../components/failure-words.ts";
import { useSession } from "../../components/SessionContext.tsx";
import { WhoseTurn } from "../../components/WhoseTurn.tsx";
import { fromFieldValue } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { type CaseSay, caseWords } from "./words.ts";

type AllowedStep = CaseDetailWire["allowed"][number];
type StepField = AllowedStep["fields"][number];

interface CaseStepsProps {
  readonly item: CaseDetailWire;
  readonly onDone: () => void;
}

/**
 * The steps that may come next: mine as buttons, each opening its small form; those of others named with whose they
 * are.
 */
export function CaseSteps({ item, onDone }: CaseStepsProps): ReactNode {
  const { say } = useWords(caseWords);
  const { roles } = useSession();
  const [chosen, setChosen] = useState<AllowedStep | null>(null);
  const mine = item.allowed.filter((step) => step.mine);
  const others = item.allowed.filter((step) => !step.mine);
  const current = mine.find((step) => step.to === chosen?.to);
  return (
    <section className="steps" aria-label={say("case.next")}>
      <h3>{say("case.next")}</h3>
      {item.pending !== null && <p role="status">{say("case.pending", { step: say(`case.step.${item.pending.to}`) })}</p>}
      {mine.length === 0 && <p className="quiet">{say(others.length === 0 ? "case.nobodyNext" : "case.noNext")}</p>}
      <div className="step-buttons">
        {mine.map((step, index) => (
          <Button
            key={step.to}
            type={index === 0 && current === undefined ? "primary" : "default"}
            aria-pressed={step.to === current?.to}
            onClick={() => setChosen(step)}
          >
            {stepWords(step, roles, say)}
          </Button>
        ))}
      </div>
      {current !== undefined && (
        <StepForm
          key={current.to}
          item={item}
          step={current}
          onCancel={() => setChosen(null)}
          onDone={() => {
            setChosen(null);
            onDone();
          }}
          onConflict={onDone}
        />
      )}
      {others.length > 0 && (
        <ul className="plain-list quiet">
          {byHolders(others).map((steps) => (
            <li key={steps[0].to}>
              <b>{steps.map((step) => say(`case.step.${step.to}`)).join(say("list.comma"))}</b>
              <WhoseTurn holders={steps[0].holders} declined={steps[0].declined} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Steps that the same people may take stand together. */
function byHolders(steps: readonly AllowedStep[]): readonly (readonly [AllowedStep, ...AllowedStep[]])[] {
  const groups = new Map<string, [AllowedStep, ...AllowedStep[]]>();
  for (const step of steps) {
    const key = JSON.stringify([step.holders, step.declined]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [step]);
    else group.push(step);
  }
  return [...groups.values()];
}

/** What a step is called for who takes it: a desk sends somebody to check, the grid officer goes. */
function stepWords({ to }: AllowedStep, roles: readonly Role[], say: CaseSay): string {
  return to === "check" && roles.includes("community-officer") ? say("case.stepSelf.check") : say(`case.step.${to}`);
}

interface StepFormProps {
  readonly item: CaseDetailWire;
  readonly step: AllowedStep;
  readonly onCancel: () => void;
  readonly onDone: () => void;
  readonly onConflict: () => void;
}

type Values = Readonly<Record<string, string | number | undefined>>;

function StepForm({ item, step, onCancel, onDone, onConflict }: StepFormProps): ReactNode {
  const { say, word } = useWords(caseWords);
  const { message } = App.useApp();
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const label = stepWords(step, useSession().roles, say);
  // A note is always there; a step that lists it as a field of its own says only whether it must be filled in.
  const fields = step.fields.filter((f) => f.name !== "note");
  const needsNote = step.fields.some((f) => f.name === "note" && f.required);
  const send = (values: Values): void => {
    setBusy(true);
    setFailure(null);
    const body = { to: step.to, version: item.version, note: String(values["note"] ?? ""), ...toBody(fields, values) };
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
      <Failure text={failure} />
      <div className="step-buttons">
        <Button type="primary" htmlType="submit" loading={isBusy}>
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
