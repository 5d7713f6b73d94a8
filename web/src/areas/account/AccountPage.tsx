import { App } from "antd";
import type { ReactNode } from "react";
import { useLookAgain, useSession } from "../../components/SessionContext.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { OwnSessions } from "./OwnSessions.tsx";
import { PasswordForm } from "./PasswordForm.tsx";
import { SecondFactor } from "./SecondFactor.tsx";
import { accountWords } from "./words.ts";
import "./account.css";

/** The own account: password, where it is logged in, and an administrator's second factor. */
export function AccountPage(): ReactNode {
  const { say } = useWords(accountWords);
  const { message } = App.useApp();
  const session = useSession();
  const lookAgain = useLookAgain();
  return (
    <main className="page account-page">
      <div className="page-head">
        <h1>{say("acc.title")}</h1>
        <p className="quiet">{session.user}</p>
      </div>
      <OwnSessions />
      <section aria-labelledby="acc-password">
        <h2 id="acc-password">{say("acc.password")}</h2>
        <PasswordForm
          asksCode={session.secondFactor}
          onDone={() => {
            void message.success(say("acc.changed"));
            lookAgain();
          }}
        />
      </section>
      <SecondFactor isOn={session.secondFactor} onChanged={lookAgain} />
    </main>
  );
}
