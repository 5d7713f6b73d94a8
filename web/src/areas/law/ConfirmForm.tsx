import { App, Form, Input, InputNumber } from "antd";
import type { ReactNode } from "react";
import type { LawRowWire } from "../../../../api/resources/law/schema.ts";
import { post } from "../../api/client.ts";
import { part } from "../../api/read.ts";
import { FormEnd } from "../../components/FormEnd.tsx";
import { useSending } from "../../components/use-sending.ts";
import { formatUnit } from "../../format/digits.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { lawWords } from "./words.ts";

interface Values {
  readonly standard: string;
  readonly table: string;
  readonly page: string;
  readonly value?: number;
  readonly min?: number;
  readonly max?: number;
  readonly oxygenReference?: number | null;
}

interface ConfirmFormProps {
  readonly row: LawRowWire;
  readonly onCancel: () => void;
  readonly onDone: () => void;
}

/** What one person reads of a row in print. It begins empty: nobody confirms by copying what stands beside it. */
export function ConfirmForm({ row, onCancel, onDone }: ConfirmFormProps): ReactNode {
  const { say } = useWords(lawWords);
  const { message } = App.useApp();
  const { failure, isBusy, send } = useSending(say);
  const required = { required: true, message: say("law.required") };
  const submit = ({ oxygenReference = null, ...values }: Values): void =>
    send(
      () => post(`/law/${part(row.id)}/confirmation`, { ...values, oxygenReference }),
      () => {
        void message.success(say(row.confirmation.length === 0 ? "law.first" : "law.second"));
        onDone();
      },
    );
  const figures = row.comparator === "range" ? (["min", "max"] as const) : (["value"] as const);
  const labels = {
    value: say("law.typedValue", { unit: formatUnit(row.unit) }),
    min: say("law.typedMin"),
    max: say("law.typedMax"),
  };
  return (
    <Form<Values> layout="vertical" className="decl-form" onFinish={submit}>
      <p className="quiet">{say("law.confirmHint")}</p>
      <div className="form-grid">
        <Form.Item name="standard" label={say("law.typedStandard")} rules={[required]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="table" label={say("law.typedTable")} rules={[required]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="page" label={say("law.typedPage")} rules={[required]}>
          <Input maxLength={200} />
        </Form.Item>
        {figures.map((name) => (
          <Form.Item key={name} name={name} label={labels[name]} rules={[required]}>
            <InputNumber style={{ width: "100%" }} />
          </Form.Item>
        ))}
        <Form.Item name="oxygenReference" label={say("law.typedOxygen")}>
          <InputNumber min={0.1} max={20.9} style={{ width: "100%" }} />
        </Form.Item>
      </div>
      <FormEnd label={say("law.submit")} failure={failure} isBusy={isBusy} onCancel={onCancel} />
    </Form>
  );
}
