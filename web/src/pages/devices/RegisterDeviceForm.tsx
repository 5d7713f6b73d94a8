import { App, Button, Form, Input, Select } from "antd";
import { type ReactNode, useState } from "react";
import { ApiError, get, put } from "../../api/client.ts";
import { failureWords } from "../../components/failure-words.ts";
import { useLanguage } from "../../i18n/LanguageContext.tsx";
import type { Say } from "../../i18n/translate.ts";

interface Values {
  readonly mn: string;
  readonly edition: string;
  readonly hj212Password?: string;
  readonly mqttSecret?: string;
}

const EDITIONS = ["2005", "2017", "2025"].map((value) => ({ value, label: `HJ 212-${value}` }));

/** Adds a device to the registry document: everything else of it stays as it is. */
export function RegisterDeviceForm({
  mn,
  onCancel,
  onDone,
}: {
  readonly mn: string;
  readonly onCancel: () => void;
  readonly onDone: () => void;
}): ReactNode {
  const { say } = useLanguage();
  const { modal } = App.useApp();
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = (values: Values): void => {
    if (!values.hj212Password && !values.mqttSecret) {
      setFailure(say("unk.need"));
      return;
    }
    setBusy(true);
    setFailure(null);
    addDevice(values)
      .then(
        () => {
          void modal.success({ title: values.mn, content: say("unk.done") });
          onDone();
        },
        (error: unknown) => setFailure(refusalOf(error, say)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Form<Values> layout="vertical" className="decl-form" onFinish={send} initialValues={{ mn, edition: "2017" }}>
      <h3>{say("unk.register")}</h3>
      <div className="form-grid">
        <Form.Item name="mn" label={say("dev.mn")} rules={[{ required: true, message: say("decl.required") }]}>
          <Input maxLength={32} />
        </Form.Item>
        <Form.Item name="edition" label={say("unk.edition")}>
          <Select options={EDITIONS} />
        </Form.Item>
        <Form.Item name="hj212Password" label={say("unk.hjPassword")} extra={say("unk.secretHint")}>
          <Input.Password autoComplete="off" maxLength={64} />
        </Form.Item>
        <Form.Item name="mqttSecret" label={say("unk.mqttSecret")} extra={say("unk.secretHint")}>
          <Input.Password autoComplete="off" maxLength={200} />
        </Form.Item>
      </div>
      {failure !== null && (
        <p role="alert" className="field-error">
          {failure}
        </p>
      )}
      <div className="step-buttons">
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {say("unk.register")}
        </Button>
        <Button onClick={onCancel}>{say("case.cancel")}</Button>
      </div>
    </Form>
  );
}

interface RegistryDocument {
  readonly devices?: readonly unknown[];
}

/** The document comes with its secrets as `{"set":true}`, which keeps what is stored. */
async function addDevice({ mn, edition, hj212Password, mqttSecret }: Values): Promise<void> {
  const registry = await get<RegistryDocument>("/registry");
  const device = {
    mn,
    edition,
    ...(hj212Password ? { hj212Password } : {}),
    ...(mqttSecret ? { mqttSecret } : {}),
  };
  await put("/registry", { ...registry, devices: [...(registry.devices ?? []), device] });
}

/** Every problem that the registry has with it, else the reason. */
function refusalOf(error: unknown, say: Say): string {
  const problems = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  if (problems.length > 0) return problems.map((p) => `${p.pointer} ${p.message}`).join(say("list.semicolon"));
  return failureWords(error, say);
}

/** For those who may not change the registry: what its administrator needs. */
export function DeviceSnippet({ mn, onClose }: { readonly mn: string; readonly onClose: () => void }): ReactNode {
  const { say } = useLanguage();
  const { message } = App.useApp();
  const snippet = JSON.stringify({ mn, hj212Password: "……", edition: "2017" }, null, 2);
  return (
    <div className="decl-form">
      <h3>{say("unk.register")}</h3>
      <p className="quiet">{say("unk.snippet")}</p>
      <pre className="frame-raw">{snippet}</pre>
      <div className="step-buttons">
        {/* A page over plain HTTP has no clipboard: the text can be selected by hand. */}
        {navigator.clipboard !== undefined && (
          <Button onClick={() => void navigator.clipboard.writeText(snippet).then(() => message.success(say("unk.copied")))}>
            {say("unk.copy")}
          </Button>
        )}
        <Button onClick={onClose}>{say("case.cancel")}</Button>
      </div>
    </div>
  );
}
