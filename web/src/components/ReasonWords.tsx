import type { ReactNode } from "react";
import { reasonName } from "../../../words/rejections.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";

interface ReasonProps {
  /** The reason's code: `future-time`. */
  readonly code: string;
  /** What the server says beside it, in the language of the page. */
  readonly detail: string;
  /** Where it is, behind the words. */
  readonly place?: string;
}

/** Why a message cannot be used: the name of the reason and what exactly was wrong. */
export function ReasonWords({ code, detail, place }: ReasonProps): ReactNode {
  const { lang } = useLanguage();
  return (
    <p>
      <b>{reasonName(code, lang)}</b> {detail} {place !== undefined && <span className="quiet">{place}</span>}
    </p>
  );
}
