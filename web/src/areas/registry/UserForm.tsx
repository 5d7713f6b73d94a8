import { App, Form, Input, Select } from "antd";
import type { ReactNode } from "react";
import type { Role } from "../../../../core/people/rights.ts";
import { ROLE_WORDS } from "../../../../words/roles.ts";
import { post } from "../../api/client.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { FormEnd } from "../../components/FormEnd.tsx";
import { useSending } from "../../components/use-sending.ts";
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
  const { failure, isBusy, send: sendForm } = useSending(say);
  const required = { required: true, message: say("decl.required") };
  const named = (rows: readonly { readonly id: string; readonly name: string }[]) =>
    rows.map(({ id, name }) => ({ value: id, label: name }));
  const search = { optionFilterProp: "label" };
  const send = ({ name, ...values }: Values): void => {
    const body = { ...values, ...(name !== undefined && name !== "" && { name }) };
    sendForm(
      () => post("/users", body),
      () => {
        void message.success(say("user.made"));
        onDone();
      },
    );
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
      <FormEnd label={say("user.make")} failure={failure} isBusy={isBusy} onCancel={onCancel} />
    </Form>
  );
}
