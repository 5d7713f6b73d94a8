import { App, Form, Input, Select } from "antd";
import { type ReactNode, useState } from "react";
import { ApiError } from "../../api/client.ts";
import { fetchRead } from "../../api/read.ts";
import { useRead } from "../../api/use-read.ts";
import { FormEnd } from "../../components/FormEnd.tsx";
import { failureWords } from "../../components/failure-words.ts";
import { View } from "../../components/View.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { ChannelFields } from "./ChannelFields.tsx";
import { type DeviceValues, missingOf, REGISTRY, registerDevice, type SeenRegistry } from "./register-device.ts";
import { type DeviceSay, deviceWords } from "./words.ts";

interface RegisterDeviceProps {
  readonly mn: string;
  /** It has no MN yet: what is called so is its hardware id. */
  readonly waitsForMn: boolean;
  readonly onCancel: () => void;
  readonly onDone: () => void;
}

/** Adds a device, and its channels if one wants, to the registry document: everything else of it stays as it is. */
export function RegisterDeviceForm(props: RegisterDeviceProps): ReactNode {
  const { say } = useWords(deviceWords);
  const registry = useRead(REGISTRY);
  return (
    <section className="decl-form" aria-labelledby="register-device">
      <h3 id="register-device">{say("unk.register")}</h3>
      <View resource={registry} what={say("what.registry")} lines={6}>
        {(first) => <DeviceForm {...props} first={first} />}
      </View>
    </section>
  );
}

const EDITIONS = ["2005", "2017", "2025"].map((value) => ({ value, label: `HJ 212-${value}` }));

function DeviceForm({
  mn,
  waitsForMn,
  onCancel,
  onDone,
  first,
}: RegisterDeviceProps & { readonly first: SeenRegistry }): ReactNode {
  const { say } = useWords(deviceWords);
  const [form] = Form.useForm<DeviceValues>();
  const { seen, failure, isBusy, send } = useRegister(first, onDone);
  const required = { required: true, message: say("decl.required") };
  return (
    <Form<DeviceValues>
      form={form}
      layout="vertical"
      onFinish={(values) => void send(waitsForMn ? { ...values, loggerId: mn } : values)}
      initialValues={{ mn: waitsForMn ? "" : mn, edition: waitsForMn ? "2025" : "2017", channels: [] }}
    >
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
      <ChannelFields registry={seen.answer} />
      <MissingParts />
      <FormEnd label={say("unk.register")} failure={failure} isBusy={isBusy} onCancel={onCancel} />
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

/** The registry as it is shown in the form, and the way to write into it. */
function useRegister(first: SeenRegistry, onDone: () => void) {
  const { say } = useWords(deviceWords);
  const { modal } = App.useApp();
  const [seen, setSeen] = useState(first);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (values: DeviceValues): Promise<void> => {
    const missing = missingOf(values);
    if (missing.includes("password") || missing.includes("outlet")) {
      setFailure(say(missing.includes("password") ? "unk.need" : "unk.needOutlet"));
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      await registerDevice(seen, values);
      const n = values.channels?.length ?? 0;
      void modal.success({ title: values.mn, content: n === 0 ? say("unk.done") : say("unk.doneChannels", { n }) });
      onDone();
    } catch (error) {
      // What was written before the failure, or by somebody else, is the base of the next try.
      const now = await fetchRead(REGISTRY).catch(() => seen);
      setSeen(now);
      setFailure(failureOf(error, { now, values, say }));
    } finally {
      setBusy(false);
    }
  };
  return { seen, failure, isBusy, send };
}

interface FailureFacts {
  readonly now: SeenRegistry;
  readonly values: DeviceValues;
  readonly say: DeviceSay;
}

/** That somebody was quicker; else every problem that the registry has with the row, or the reason. */
function failureOf(error: unknown, { now, values, say }: FailureFacts): string {
  if (!(error instanceof ApiError)) return failureWords(error, say);
  if (error.code === "precondition-failed") {
    const isTaken = (now.answer.devices ?? []).some((d) => d.mn === values.mn);
    return say(isTaken ? "unk.takenMeanwhile" : "unk.changed");
  }
  const problems = error.problem.errors ?? [];
  if (problems.length === 0) return failureWords(error, say);
  return problems.map((p) => `${p.pointer}${say("list.colon")}${p.message}`).join(say("list.semicolon"));
}
