import { App, Form, Input, Select } from "antd";
import type { ReactNode } from "react";
import { post } from "../../api/client.ts";
import { now } from "../../api/server-clock.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { FormEnd } from "../../components/FormEnd.tsx";
import { useSending } from "../../components/use-sending.ts";
import { DAY, fromFieldValue, HOUR, toFieldValue } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { absenceWords } from "./words.ts";

interface Values {
  readonly person: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** A new absence: who is away, from when to when (Beijing time), and why. */
export function AbsenceForm({ onCancel, onDone }: { readonly onCancel: () => void; readonly onDone: () => void }): ReactNode {
  const { say } = useWords(absenceWords);
  const { people } = useDirectory();
  const { message } = App.useApp();
  const { failure, isBusy, refuse, send: sendForm } = useSending(say);
  const required = { required: true, message: say("decl.required") };
  const start = Math.ceil(now() / HOUR) * HOUR;
  const send = (values: Values): void => {
    const from = fromFieldValue(values.from);
    const to = fromFieldValue(values.to);
    if (from === undefined || to === undefined || from >= to) {
      refuse(say("abs.order"));
      return;
    }
    sendForm(
      () => post("/absences", { ...values, from, to }),
      () => {
        void message.success(say("abs.submitted"));
        onDone();
      },
    );
  };
  return (
    <Form<Values>
      layout="vertical"
      className="decl-form"
      onFinish={send}
      initialValues={{ from: toFieldValue(start), to: toFieldValue(start + DAY) }}
    >
      <h2>{say("abs.new")}</h2>
      <div className="form-grid">
        <Form.Item name="person" label={say("abs.person")} rules={[required]}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={people.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name="reason" label={say("abs.reason")} rules={[required]}>
          <Input maxLength={1000} />
        </Form.Item>
        <Form.Item name="from" label={say("abs.from")} rules={[required]}>
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="to" label={say("abs.to")} rules={[required]}>
          <Input type="datetime-local" />
        </Form.Item>
      </div>
      <FormEnd label={say("abs.submit")} failure={failure} isBusy={isBusy} onCancel={onCancel} />
    </Form>
  );
}
