import { App, Form, Input, Radio, Select } from "antd";
import type { ReactNode } from "react";
import { pollutantName } from "../../../../words/pollutant-words.ts";
import { post } from "../../api/client.ts";
import { now } from "../../api/server-clock.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { FormEnd } from "../../components/FormEnd.tsx";
import { useSession } from "../../components/SessionContext.tsx";
import { useNow } from "../../components/use-now.ts";
import { useSending } from "../../components/use-sending.ts";
import { DAY, fromFieldValue, HOUR, toFieldValue } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { pastWindowText } from "./past-text.ts";
import { wholeHoursText } from "./whole-hours.ts";
import { declarationWords } from "./words.ts";

/** A window that is being written begins by time alone. */
const PAST_LOOK_MS = 10_000;

interface Values {
  readonly enterprise: string;
  readonly outlets: readonly string[];
  readonly pollutants: readonly string[];
  readonly cause: "maintenance" | "process";
  readonly from: string;
  readonly to: string;
  readonly measures: string;
  readonly note?: string;
}

/** The window of the two fields, once it is one. */
function windowOf(fromField = "", toField = ""): { readonly from: number; readonly to: number } | undefined {
  const [from, to] = [fromFieldValue(fromField), fromFieldValue(toField)];
  if (from === undefined || to === undefined || from >= to) return undefined;
  return { from: Date.parse(from), to: Date.parse(to) };
}

/** A new declaration: who, where, what, when (Beijing time), and what is done against it. */
export function DeclarationForm({ onCancel, onDone }: { readonly onCancel: () => void; readonly onDone: () => void }): ReactNode {
  const { say, lang } = useWords(declarationWords);
  const { enterprise } = useSession();
  const { outlets, nameOf } = useDirectory();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const { failure, isBusy, refuse, send: sendForm } = useSending(say);
  const chosenOutlets = Form.useWatch("outlets", form) ?? [];
  const chosenEnterprise = Form.useWatch("enterprise", form) ?? enterprise;
  const declared = windowOf(Form.useWatch("from", form), Form.useWatch("to", form));
  const at = useNow(PAST_LOOK_MS);
  const past = declared === undefined ? undefined : pastWindowText(declared, at, say);
  const own = outlets.filter((o) => chosenEnterprise === null || o.enterprise === chosenEnterprise);
  const enterprises = [...new Set(outlets.map((o) => o.enterprise))];
  const pollutants = [...new Set(own.filter((o) => chosenOutlets.includes(o.id)).flatMap((o) => o.pollutants))];
  const required = { required: true, message: say("decl.required") };
  const start = Math.ceil((now() + DAY) / HOUR) * HOUR;
  const send = (values: Values): void => {
    const from = fromFieldValue(values.from);
    const to = fromFieldValue(values.to);
    if (from === undefined || to === undefined || from >= to) {
      refuse(say("decl.order"));
      return;
    }
    sendForm(
      () => post("/declarations", { ...values, from, to, note: values.note ?? "" }),
      () => {
        void message.success(say("decl.submitted"));
        onDone();
      },
    );
  };
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      className="decl-form"
      onFinish={send}
      initialValues={{
        enterprise: enterprise ?? enterprises[0],
        cause: "maintenance",
        from: toFieldValue(start),
        to: toFieldValue(start + 4 * HOUR),
      }}
    >
      <h2>{say("decl.new")}</h2>
      <p className="quiet">{say("decl.dueBefore")}</p>
      <div className="form-grid">
        <Form.Item name="enterprise" label={say("decl.enterprise")} rules={[required]}>
          <Select
            disabled={enterprise !== null}
            options={(enterprises.length > 0 ? enterprises : [enterprise ?? ""]).map((e) => ({
              value: e,
              label: nameOf(e),
            }))}
          />
        </Form.Item>
        <Form.Item name="cause" label={say("decl.cause")} rules={[required]}>
          <Radio.Group
            options={(["maintenance", "process"] as const).map((c) => ({ value: c, label: say(`decl.cause.${c}`) }))}
          />
        </Form.Item>
        <Form.Item name="outlets" label={say("decl.outlets")} rules={[required]}>
          <Select mode="multiple" options={own.map((o) => ({ value: o.id, label: `${o.name} ${o.code}` }))} />
        </Form.Item>
        <Form.Item name="pollutants" label={say("decl.pollutants")} rules={[required]}>
          <Select mode="multiple" options={pollutants.map((p) => ({ value: p, label: pollutantName(p, lang) }))} />
        </Form.Item>
        <Form.Item name="from" label={say("decl.from")} rules={[required]}>
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="to" label={say("decl.to")} rules={[required]}>
          <Input type="datetime-local" />
        </Form.Item>
      </div>
      <p className="quiet">
        {say("decl.hours")}
        {declared !== undefined && wholeHoursText(declared.from, declared.to, say)}
      </p>
      {past !== undefined && (
        <p className="caution" role="alert">
          {past}
        </p>
      )}
      <Form.Item name="measures" label={say("decl.measures")} rules={[required]}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
      </Form.Item>
      <Form.Item name="note" label={say("decl.note")}>
        <Input maxLength={1000} />
      </Form.Item>
      <FormEnd label={say("decl.submit")} failure={failure} isBusy={isBusy} onCancel={onCancel} />
    </Form>
  );
}
