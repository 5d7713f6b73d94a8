import { App, Form, Input } from "antd";
import type { ReactNode } from "react";
import type { UserWire } from "../../../../api/resources/identity/schema.ts";
import { change } from "../../api/client.ts";
import { FormEnd } from "../../components/FormEnd.tsx";
import { useSending } from "../../components/use-sending.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { registryWords } from "./words.ts";

interface NewPasswordProps {
  readonly user: UserWire;
  readonly onClose: () => void;
}

/** A new first password for somebody who has lost the own one. */
export function NewPassword({ user, onClose }: NewPasswordProps): ReactNode {
  const { say } = useWords(registryWords);
  const { message } = App.useApp();
  const { failure, isBusy, send } = useSending(say);
  const set = ({ password }: { readonly password: string }): void =>
    send(
      () => change(`/users/${encodeURIComponent(user.id)}`, { password }),
      () => {
        void message.success(say("user.wasReset"));
        onClose();
      },
    );
  return (
    <Form<{ readonly password: string }>
      name="new-password"
      layout="vertical"
      className="decl-form"
      onFinish={set}
      requiredMark={false}
    >
      <h3>{say("user.resetFor", { name: user.username })}</h3>
      <Form.Item
        name="password"
        label={say("user.password")}
        extra={say("user.passwordHint")}
        rules={[{ required: true, message: say("decl.required") }]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <FormEnd label={say("user.reset")} failure={failure} isBusy={isBusy} onCancel={onClose} />
    </Form>
  );
}
