import { Button, Form, Input } from "antd";
import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { post } from "../../api/client.ts";
import { Failure } from "../../components/Failure.tsx";
import { GatePage } from "../../components/GatePage.tsx";
import { useSending } from "../../components/use-sending.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { firstRunWords } from "./words.ts";
import "./first-run.css";

interface Values {
  readonly username: string;
  readonly name?: string;
  readonly password: string;
  readonly again: string;
}

/** What stands before everything while there is no account: the one-time link brings its key behind the `#`. */
export function FirstAccount({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { say } = useWords(firstRunWords);
  const navigate = useNavigate();
  const [key] = useState(() => window.location.hash.slice(1));
  const { failure, isBusy, refuse, send: sendForm } = useSending(say);
  const required = { required: true, message: say("decl.required") };
  const send = ({ username, name, password, again }: Values): void => {
    if (password !== again) {
      refuse(say("first.different"));
      return;
    }
    sendForm(
      () => post("/first-run", { key, username, password, ...(name !== undefined && name !== "" && { name }) }),
      () => {
        // The key is used up; it does not stay in the address.
        void navigate("/first-steps", { replace: true });
        onDone();
      },
    );
  };
  return (
    <GatePage title={say("first.account")} about={say(key === "" ? "first.noKey" : "first.accountAbout")}>
      {key !== "" && (
        <Form<Values> name="first-account" layout="vertical" onFinish={send} requiredMark={false} size="large">
          <Form.Item name="username" label={say("first.username")} rules={[required]}>
            <Input autoComplete="username" maxLength={64} />
          </Form.Item>
          <Form.Item name="name" label={say("first.name")}>
            <Input autoComplete="name" maxLength={64} />
          </Form.Item>
          <Form.Item name="password" label={say("first.password")} rules={[required]} extra={say("first.passwordHint")}>
            <Input.Password autoComplete="new-password" maxLength={256} />
          </Form.Item>
          <Form.Item name="again" label={say("first.again")} rules={[required]}>
            <Input.Password autoComplete="new-password" maxLength={256} />
          </Form.Item>
          <Failure text={failure} />
          <Button type="primary" htmlType="submit" block loading={isBusy}>
            {say("first.make")}
          </Button>
        </Form>
      )}
    </GatePage>
  );
}
