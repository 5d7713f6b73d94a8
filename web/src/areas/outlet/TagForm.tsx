import { App, Form, Input, Select } from "antd";
import type { ReactNode } from "react";
import type { OutletWire } from "../../../../api/resources/outlets/schema.ts";
import type { TagWire } from "../../../../cases/tag/tag-wire.ts";
import { TAG_WORDS } from "../../../../words/tag-words.ts";
import { post } from "../../api/client.ts";
import { FormEnd } from "../../components/FormEnd.tsx";
import { useSending } from "../../components/use-sending.ts";
import { fromFieldValue, toFieldValue } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import type { Span } from "./outlet-view.ts";
import { outletWords } from "./words.ts";

interface Values {
  readonly tag: TagWire["tag"];
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

interface TagFormProps {
  readonly outlet: OutletWire;
  /** What is to be tagged, until somebody changes it. */
  readonly span: Span;
  readonly onCancel: () => void;
  readonly onDone: () => void;
}

/** A tag of a span of the outlet's data: what it is, from when to when (Beijing time), and why. */
export function TagForm({ outlet, span, onCancel, onDone }: TagFormProps): ReactNode {
  const { say, lang } = useWords(outletWords);
  const { message } = App.useApp();
  const { failure, isBusy, refuse, send } = useSending(say);
  const required = { required: true, message: say("decl.required") };
  const submit = ({ tag, reason, ...span }: Values): void => {
    const [from, to] = [fromFieldValue(span.from), fromFieldValue(span.to)];
    if (from === undefined || to === undefined || from >= to) {
      refuse(say("tag.order"));
      return;
    }
    send(
      () => post<TagWire>("/tags", { outlet: outlet.id, tag, from, to, reason }),
      ({ late }) => {
        void (late ? message.warning(say("tag.madeLate")) : message.success(say("tag.made")));
        onDone();
      },
    );
  };
  return (
    <Form<Values>
      layout="vertical"
      className="decl-form"
      onFinish={submit}
      initialValues={{ from: toFieldValue(span.from), to: toFieldValue(span.to) }}
    >
      <h2>{say("tag.new")}</h2>
      <p className="quiet">{say("tag.meaning")}</p>
      <div className="form-grid">
        <Form.Item name="tag" label={say("tag.kind")} rules={[required]}>
          <Select options={outlet.tagCodes.map((code) => ({ value: code, label: TAG_WORDS[code][lang] }))} />
        </Form.Item>
        <Form.Item name="reason" label={say("tag.reason")} rules={[required]}>
          <Input maxLength={1000} />
        </Form.Item>
        <Form.Item name="from" label={say("tag.from")} rules={[required]}>
          <Input type="datetime-local" />
        </Form.Item>
        <Form.Item name="to" label={say("tag.to")} rules={[required]}>
          <Input type="datetime-local" />
        </Form.Item>
      </div>
      <FormEnd label={say("tag.submit")} failure={failure} isBusy={isBusy} onCancel={onCancel} />
    </Form>
  );
}
