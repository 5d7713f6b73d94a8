import { type ReactNode, useEffect } from "react";
import { signOut } from "../../api/client.ts";
import type { Session } from "../../api/session.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { PasswordForm } from "./PasswordForm.tsx";
import { accountWords } from "./words.ts";
import "./account.css";

/** What stands before every page while the password is one that somebody else set. */
export function FirstPassword({ session, onDone }: { readonly session: Session; readonly onDone: () => void }): ReactNode {
  const { say } = useWords(accountWords);
  useEffect(() => {
    document.title = say("acc.first");
  }, [say]);
  return (
    <main className="first-password" id="main">
      <h1>{say("acc.first")}</h1>
      <p className="about">{say("acc.firstAbout")}</p>
      <PasswordForm asksCode={session.secondFactor} onDone={onDone} />
      <p>
        <button type="button" className="plain" onClick={() => void signOut().finally(onDone)}>
          {say("app.signOut")}
        </button>
      </p>
    </main>
  );
}
