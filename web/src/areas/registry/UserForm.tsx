import { App, Button, Form, Input, Select } from "antd";
import { type ReactNode, useState } from "react";
import type { Role } from "../../../../core/people/rights.ts";
import { ROLE_WORDS } from "../../../../words/roles.ts";
import { post } from "../../api/client.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { failureWords } from "../../components/failure-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { registryWords } from "./words.ts";

interface Values {
  readonly username: string;
  readonly name?: string;
  readonly password: string;
  readonly roles: readonly Role[];
  readonly cells?: readonly string[];
  readonly enterprise?: string;
  readonly person?: string;
}

const ROLES = Object.keys(ROLE_WORDS) as readonly Role[];

/** A new account: who, what one may do, and where. */
export function UserForm({ onCancel, onDone }: { readonly onCancel: () => void; readonly onDone: () => void }): ReactNode {
  const { say } = useWords(registryWords);
  const { cells, enterprises, people } = useDirectory();
  const { message } = App.useApp();
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const required = { required: true, message: say("decl.required") };
  const named = (rows: readonly { readonly id: string; readonly name: string }[]) =>
    rows.map(({ id, name }) => ({ value: id, label: name }));
  const search = { optionFilterProp: "label" };
  const send = ({ name, ...values }: Values): void => {
    setBusy(true);
    setFailure(null);
    post("/users", { ...values, ...(name !== undefined && name !== "" && { name }) })
      .then(
        () => {
          void message.success(say("user.made"));
          onDone();
        },
        (error: unknown) => setFailure(failureWords(error, say)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Form<Values> name="new-user" layout="vertical" className="decl-form" onFinish={send} requiredMark={false}>
      <h3>{say("user.new")}</h3>
      <div className="form-grid">
        <Form.Item name="username" label={say("reg.username")} rules={[required]}>
          <Input autoComplete="off" maxLength={64} />
        </Form.Item>
        <Form.Item name="name" label={say("reg.name")}>
          <Input autoComplete="off" maxLength={64} />
        </Form.Item>
        <Form.Item name="password" label={say("user.password")} rules={[required]} extra={say("user.passwordHint")}>
          <Input.Password autoComplete="new-password" maxLength={256} />
        </Form.Item>
        <Form.Item name="roles" label={say("reg.roles")} rules={[required]}>
          <Select
            mode="multiple"
            showSearch={search}
            options={ROLES.map((role) => ({ value: role, label: say(`role.${role}`) }))}
          />
        </Form.Item>
        <Form.Item name="cells" label={say("user.cells")} extra={say("user.cellsHint")}>
          <Select mode="multiple" allowClear showSearch={search} options={named(cells)} />
        </Form.Item>
        <Form.Item name="enterprise" label={say("user.enterprise")}>
          <Select allowClear showSearch={search} options={named(enterprises)} />
        </Form.Item>
        <Form.Item name="person" label={say("user.person")}>
          <Select allowClear showSearch={search} options={named(people)} />
        </Form.Item>
      </div>
      {failure !== null && (
        <p role="alert" className="field-error">
          {failure}
        </p>
      )}
      <div className="step-buttons">
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {say("user.make")}
        </Button>
        <Button onClick={onCancel}>{say("case.cancel")}</Button>
      </div>
    </Form>
  );
}
