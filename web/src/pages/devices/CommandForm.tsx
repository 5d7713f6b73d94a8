import { App, Button, Form, Input, Select } from "antd";
import { type ReactNode, useState } from "react";
import { post } from "../../api/client.ts";
import type { DeviceDetail } from "../../api/device-shapes.ts";
import { now } from "../../api/server-clock.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { failureWords } from "../../components/failure-words.ts";
import { DAY, fromFieldValue, HOUR, toFieldValue } from "../../format/beijing-time.ts";
import { pollutantName } from "../../format/pollutants.ts";
import { useLanguage } from "../../i18n/LanguageContext.tsx";
import { COMMANDS, type DeviceCommandKind } from "./device-commands.ts";

interface CommandFormProps {
  readonly device: DeviceDetail;
  readonly kind: DeviceCommandKind;
  readonly onCancel: () => void;
  readonly onSent: () => void;
}

interface Values {
  readonly from?: string;
  readonly to?: string;
  readonly polId?: string;
  readonly infoId?: string;
}

const MOST_SPAN_MS = 31 * DAY;

/** The small form of one command: what it needs, and a button that says what it sends. */
export function CommandForm({ device, kind, onCancel, onSent }: CommandFormProps): ReactNode {
  const { say } = useLanguage();
  const { message } = App.useApp();
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const shape = COMMANDS.find((c) => c.kind === kind);
  const pollutants = usePollutants(device);
  const required = { required: true, message: say("decl.required") };
  const end = Math.floor(now() / HOUR) * HOUR;
  const send = (values: Values): void => {
    const body = bodyOf(values);
    if (body === undefined) {
      setFailure(say("dev.order"));
      return;
    }
    setBusy(true);
    setFailure(null);
    post(`/devices/${encodeURIComponent(device.mn)}/commands`, { ...shape?.body, ...body })
      .then(
        () => {
          void message.success(say("dev.sent"));
          onSent();
        },
        (error: unknown) => setFailure(failureWords(error, say)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Form<Values>
      layout="vertical"
      className="step-form"
      onFinish={send}
      initialValues={{ from: toFieldValue(end - DAY), to: toFieldValue(end), polId: pollutants[0]?.value }}
    >
      {shape?.fields.includes("span") && (
        <div className="form-grid">
          <Form.Item name="from" label={say("dev.from")} rules={[required]}>
            <Input type="datetime-local" />
          </Form.Item>
          <Form.Item name="to" label={say("dev.to")} rules={[required]}>
            <Input type="datetime-local" />
          </Form.Item>
        </div>
      )}
      {shape?.fields.includes("polId") && (
        <Form.Item name="polId" label={say("dev.pol")} rules={[required]}>
          <Select options={[...pollutants]} />
        </Form.Item>
      )}
      {shape?.fields.includes("infoId") && (
        <Form.Item name="infoId" label={say("dev.info")} extra={say("dev.infoHint")} rules={[required]}>
          <Input maxLength={6} />
        </Form.Item>
      )}
      {failure !== null && (
        <p role="alert" className="field-error">
          {failure}
        </p>
      )}
      <div className="step-buttons">
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {say("dev.send", { command: say(`exchange.${kind}`) })}
        </Button>
        <Button onClick={onCancel}>{say("case.cancel")}</Button>
      </div>
    </Form>
  );
}

/** The fields that were shown, times as instants; `undefined` when the span is none. */
function bodyOf({ from, to, ...others }: Values): Readonly<Record<string, string>> | undefined {
  if (from === undefined || to === undefined) return others;
  const span = { from: fromFieldValue(from), to: fromFieldValue(to) };
  if (span.from === undefined || span.to === undefined) return undefined;
  const length = Date.parse(span.to) - Date.parse(span.from);
  return length < 0 || length > MOST_SPAN_MS ? undefined : { ...others, from: span.from, to: span.to };
}

function usePollutants(device: DeviceDetail): readonly { readonly value: string; readonly label: string }[] {
  const { lang } = useLanguage();
  const { outlet } = useDirectory();
  const latest = device.outlets.flatMap((id) => outlet(id)?.latest ?? []);
  // What has a limit is what is asked about.
  const ordered = [...latest.filter((l) => l.limit !== null), ...latest];
  const codes = new Set(ordered.map((l) => l.pollutant));
  return [...codes].map((code) => ({ value: code, label: `${pollutantName(code, lang)} ${code}` }));
}
