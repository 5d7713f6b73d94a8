import { Button, Form, Input } from "antd";
import { type ReactNode, useState } from "react";
import { post } from "../../api/client.ts";
import { Failure } from "../../components/Failure.tsx";
import { useSending } from "../../components/use-sending.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { accountWords } from "./words.ts";

interface Begun {
  readonly secret: string;
  readonly uri: string;
}

interface Values {
  readonly password?: string;
  readonly code?: string;
}

/** Sets the second factor up (password, key, first code), or takes it off (password and code). */
export function SecondFactor({ isOn, onChanged }: { readonly isOn: boolean; readonly onChanged: () => void }): ReactNode {
  const { say } = useWords(accountWords);
  const [form] = Form.useForm<Values>();
  const [begun, setBegun] = useState<Begun | null>(null);
  const { failure, isBusy, send: sendForm } = useSending(say);
  const required = { required: true, message: say("decl.required") };
  const changed = (): void => {
    setBegun(null);
    onChanged();
  };
  const ask = async (values: Values): Promise<void> => {
    if (isOn) await post("/session/second-factor/removal", values).then(changed);
    else if (begun === null) setBegun(await post<Begun>("/session/second-factor", values));
    else await post("/session/second-factor/confirmation", values).then(changed);
  };
  const send = (values: Values): void => {
    sendForm(
      () => ask(values),
      () => form.resetFields(),
    );
  };
  const asksPassword = begun === null;
  const asksCode = isOn || begun !== null;
  return (
    <section aria-labelledby="acc-factor">
      <h2 id="acc-factor">{say("acc.factor")}</h2>
      <p className="about">{say(isOn ? "acc.factorOn" : "acc.factorOff")}</p>
      {begun !== null && (
        <p>
          {say("acc.secret")}
          <br />
          <code className="account-secret">{begun.secret.replace(/.{4}(?=.)/g, "$& ")}</code>
          <br />
          <a href={begun.uri}>{say("acc.openApp")}</a>
        </p>
      )}
      <Form<Values>
        name="second-factor"
        form={form}
        layout="vertical"
        className="account-form"
        onFinish={send}
        requiredMark={false}
      >
        {asksPassword && (
          <Form.Item name="password" label={say("acc.current")} rules={[required]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
        )}
        {asksCode && (
          <Form.Item name="code" label={say("acc.code")} rules={[required]}>
            <Input autoComplete="one-time-code" inputMode="numeric" maxLength={6} />
          </Form.Item>
        )}
        <Failure text={failure} />
        <Button htmlType="submit" loading={isBusy}>
          {say(isOn ? "acc.remove" : begun === null ? "acc.begin" : "acc.confirm")}
        </Button>
      </Form>
    </section>
  );
}
