import type { ReactNode } from "react";
import { signOut } from "../../api/client.ts";
import type { Session } from "../../api/session.ts";
import { GatePage } from "../../components/GatePage.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { PasswordForm } from "./PasswordForm.tsx";
import { accountWords } from "./words.ts";
import "./account.css";

/** What stands before every page while the password is one that somebody else set. */
export function FirstPassword({ session, onDone }: { readonly session: Session; readonly onDone: () => void }): ReactNode {
  const { say } = useWords(accountWords);
  return (
    <GatePage title={say("acc.first")} about={say("acc.firstAbout")}>
      <PasswordForm asksCode={session.secondFactor} onDone={onDone} />
      <p>
        <button type="button" className="plain" onClick={() => void signOut().finally(onDone)}>
          {say("app.signOut")}
        </button>
      </p>
    </GatePage>
  );
}
