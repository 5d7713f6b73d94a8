import { App, Button, Form, Input, Select } from "antd";
import { type ReactNode, useState } from "react";
import { ApiError } from "../../api/client.ts";
import { useResource } from "../../api/use-resource.ts";
import { failureWords } from "../../components/failure-words.ts";
import { View } from "../../components/View.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { ChannelFields } from "./ChannelFields.tsx";
import { type DeviceValues, missingOf, type RegistryDocument, readRegistry, registerDevice } from "./register-device.ts";
import { type DeviceSay, deviceWords } from "./words.ts";

interface RegisterDeviceProps {
  readonly mn: string;
  readonly onCancel: () => void;
  readonly onDone: () => void;
}

/** Adds a device, and its channels if one wants, to the registry document: everything else of it stays as it is. */
export function RegisterDeviceForm(props: RegisterDeviceProps): ReactNode {
  const { say } = useWords(deviceWords);
  const registry = useResource("registry-document", readRegistry);
  return (
    <section className="decl-form" aria-labelledby="register-device">
      <h3 id="register-device">{say("unk.register")}</h3>
      <View resource={registry} what={say("nav.registry")} lines={6}>
        {(document) => <DeviceForm {...props} document={document} />}
      </View>
    </section>
  );
}

const EDITIONS = ["2005", "2017", "2025"].map((value) => ({ value, label: `HJ 212-${value}` }));

function DeviceForm({
  mn,
  onCancel,
  onDone,
  document,
}: RegisterDeviceProps & { readonly document: RegistryDocument }): ReactNode {
  const { say } = useWords(deviceWords);
  const [form] = Form.useForm<DeviceValues>();
  const { seen, failure, isBusy, send } = useRegister(document, onDone);
  const required = { required: true, message: say("decl.required") };
  return (
    <Form<DeviceValues> form={form} layout="vertical" onFinish={send} initialValues={{ mn, edition: "2017", channels: [] }}>
      <div className="form-grid">
        <Form.Item name="mn" label={say("dev.mn")} rules={[required]}>
          <Input maxLength={32} />
        </Form.Item>
        <Form.Item name="edition" label={say("unk.edition")}>
          <Select options={EDITIONS} />
        </Form.Item>
        <Form.Item name="hj212Password" label={say("unk.hjPassword")} extra={say("unk.secretHint")}>
          <Input.Password autoComplete="new-password" maxLength={64} />
        </Form.Item>
        <Form.Item name="mqttSecret" label={say("unk.mqttSecret")} extra={say("unk.secretHint")}>
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
      </div>
      <ChannelFields registry={seen} />
      <MissingParts />
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

/** What is still missing before data of the device are stored, while it is filled in. */
function MissingParts(): ReactNode {
  const { say } = useWords(deviceWords);
  const values = Form.useWatch<Partial<DeviceValues> | undefined>([]) ?? {};
  const missing = missingOf(values);
  if (missing.length === 0) return null;
  return (
    <ul className="missing" aria-live="polite" aria-label={say("unk.missing")}>
      {missing.map((part) => (
        <li key={part}>{say(`unk.missing.${part}`)}</li>
      ))}
    </ul>
  );
}

function useRegister(document: RegistryDocument, onDone: () => void) {
  const { say } = useWords(deviceWords);
  const { modal } = App.useApp();
  const [seen, setSeen] = useState(document);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = (values: DeviceValues): void => {
    const missing = missingOf(values);
    if (missing.includes("password") || missing.includes("outlet")) {
      setFailure(say(missing.includes("password") ? "unk.need" : "unk.needOutlet"));
      return;
    }
    setBusy(true);
    setFailure(null);
    registerDevice(seen, values)
      .then(
        (changed) => {
          if (changed === undefined) {
            const n = values.channels?.length ?? 0;
            void modal.success({ title: values.mn, content: n === 0 ? say("unk.done") : say("unk.doneChannels", { n }) });
            onDone();
            return;
          }
          setSeen(changed);
          const isTaken = (changed.devices ?? []).some((d) => d.mn === values.mn);
          setFailure(say(isTaken ? "unk.takenMeanwhile" : "unk.changed"));
        },
        (error: unknown) => setFailure(problemsOf(error, { seen, say })),
      )
      .finally(() => setBusy(false));
  };
  return { seen, failure, isBusy, send };
}

/** Every problem that the registry has with it, the channel by its number in the form; else the reason. */
function problemsOf(error: unknown, { seen, say }: { readonly seen: RegistryDocument; readonly say: DeviceSay }): string {
  const problems = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  if (problems.length === 0) return failureWords(error, say);
  const before = seen.channels?.length ?? 0;
  const placeOf = (pointer: string): string => {
    const [, row, field = ""] = /^\/channels\/(\d+)(?:\/(\w+))?$/.exec(pointer) ?? [];
    const n = Number(row ?? -1) - before + 1;
    return n > 0 ? `${say("unk.channelN", { n })} ${field}` : pointer;
  };
  return problems.map((p) => `${placeOf(p.pointer)}：${p.message}`).join(say("list.semicolon"));
}
