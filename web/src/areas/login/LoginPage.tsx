import { Alert, Button, Form, Input } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { ApiError, post } from "../../api/client.ts";
import type { DemoAccount } from "../../api/session.ts";
import { Failure } from "../../components/Failure.tsx";
import { failureWords } from "../../components/failure-words.ts";
import { HelpLink } from "../../components/HelpLink.tsx";
import { LanguageButton } from "../../components/LanguageButton.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { loginWords } from "./words.ts";
import "./login.css";

interface LoginPageProps {
  readonly accounts: readonly DemoAccount[];
  readonly district: string | null;
  readonly problem: ApiError | null;
  readonly onSignedIn: () => void;
}

interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Of the second factor, once the server has asked for it. */
  readonly code?: string | undefined;
}

/** Names the system and the district, nothing else; in demo mode the accounts with what each may do. */
export function LoginPage({ accounts, district, problem, onSignedIn }: LoginPageProps): ReactNode {
  const { say } = useWords(loginWords);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [asksCode, setAsksCode] = useState(false);
  const logIn = ({ username, password, code }: Credentials): void => {
    setBusy(true);
    setFailure(null);
    post("/session", { username, password, ...(asksCode && code !== undefined && { code }) })
      .then(onSignedIn, (error: unknown) => {
        if (error instanceof ApiError && error.code === "second-factor-needed") {
          setAsksCode(true);
          return;
        }
        const isWrong = error instanceof ApiError && error.code === "wrong-credentials";
        setFailure(isWrong ? say("login.wrong") : failureWords(error, say));
      })
      .finally(() => setBusy(false));
  };
  useEffect(() => {
    document.title = say("app.system");
  }, [say]);
  return (
    <main className={accounts.length > 0 ? "login login-demo" : "login"} id="main">
      <section className="login-form" aria-label={say("login.submit")}>
        <h1>{say("app.system")}</h1>
        {district !== null && <p className="login-district">{district}</p>}
        {problem !== null && (
          <Alert
            type="error"
            title={say("view.error", { what: say("what.session") })}
            description={failureWords(problem, say)}
            action={<Button onClick={onSignedIn}>{say("view.retry")}</Button>}
          />
        )}
        <Form<Credentials> layout="vertical" onFinish={logIn} requiredMark={false} size="large">
          <Form.Item name="username" label={say("login.username")} rules={[{ required: true, message: say("decl.required") }]}>
            <Input autoComplete="username" autoFocus={accounts.length === 0} />
          </Form.Item>
          <Form.Item name="password" label={say("login.password")} rules={[{ required: true, message: say("decl.required") }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          {asksCode && (
            <Form.Item name="code" label={say("login.code")} rules={[{ required: true, message: say("decl.required") }]}>
              <Input autoComplete="one-time-code" inputMode="numeric" maxLength={6} autoFocus />
            </Form.Item>
          )}
          <Failure text={failure} />
          <Button type="primary" htmlType="submit" block loading={isBusy}>
            {say("login.submit")}
          </Button>
        </Form>
        <p>
          <HelpLink question="help.password" />
        </p>
        <LanguageButton />
      </section>
      {accounts.length > 0 && (
        <section aria-labelledby="demo-title" className="login-accounts">
          <h2 id="demo-title">
            {say("login.demoTitle")} <small className="quiet">{say("login.demoHint")}</small>
          </h2>
          <ul>
            {accounts.map((account) => (
              <li key={account.username}>
                <button type="button" className="account" disabled={isBusy} onClick={() => logIn(account)}>
                  <strong>{say(`role.${account.role}`)}</strong>
                  <span className="quiet">{account.name}</span>
                  <span className="account-may">{say(`login.may.${account.role}`)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </main>
  );
}
