import type { ReactNode } from "react";
import { Link } from "react-router";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import type { HelpPlace } from "./help-pages.ts";

/** Where a question arises, the place of the help that answers it. */
const ANSWERS = {
  "help.verdict": "read-a-verdict#steps",
  "help.consent": "declare#consent",
  "help.registry": "bring-in-the-registry",
  "help.logger": "connect-a-logger",
  "help.refused": "connect-a-logger#what-goes-wrong",
  "help.quarantine": "when#quarantine",
  "help.clock": "when#clock",
  "help.password": "when#password",
} as const satisfies Readonly<Record<string, HelpPlace>>;

/** A link to the help beside what raises the question. */
export function HelpLink({ question }: { readonly question: keyof typeof ANSWERS }): ReactNode {
  const { say } = useLanguage();
  return (
    <Link className="help-link" to={`/help/${ANSWERS[question]}`}>
      {say(question)}
    </Link>
  );
}

/** All places that questions lead to. */
export const ANSWERED: readonly HelpPlace[] = Object.values(ANSWERS);
