import { Button, Form, Input } from "antd";
import type { ReactNode } from "react";
import { post } from "../../api/client.ts";
import { Failure } from "../../components/Failure.tsx";
import { useSending } from "../../components/use-sending.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { accountWords } from "./words.ts";

interface Values {
  readonly current: string;
  readonly password: string;
  readonly again: string;
  readonly code?: string;
}

/** The old password and the new one, twice; the code where the account has a second factor. */
export function PasswordForm({ asksCode, onDone }: { readonly asksCode: boolean; readonly onDone: () => void }): ReactNode {
  const { say } = useWords(accountWords);
  const [form] = Form.useForm<Values>();
  const { failure, isBusy, refuse, send: sendForm } = useSending(say);
  const required = { required: true, message: say("decl.required") };
  const send = ({ current, password, again, code }: Values): void => {
    if (password !== again) {
      refuse(say("acc.different"));
      return;
    }
    sendForm(
      () => post("/session/password", { current, password, ...(code !== undefined && { code }) }),
      () => {
        form.resetFields();
        onDone();
      },
    );
  };
  return (
    <Form<Values> name="own-password" form={form} layout="vertical" className="account-form" onFinish={send} requiredMark={false}>
      <Form.Item name="current" label={say("acc.current")} rules={[required]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="password" label={say("acc.new")} rules={[required]} extra={say("acc.passwordHint")}>
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Form.Item name="again" label={say("acc.again")} rules={[required]}>
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      {asksCode && (
        <Form.Item name="code" label={say("acc.code")} rules={[required]}>
          <Input autoComplete="one-time-code" inputMode="numeric" maxLength={6} />
        </Form.Item>
      )}
      <Failure text={failure} />
      <Button type="primary" htmlType="submit" loading={isBusy}>
        {say("acc.change")}
      </Button>
    </Form>
  );
}
