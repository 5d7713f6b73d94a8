import type { ReactNode } from "react";
import { reasonName } from "../../../words/rejections.ts";
import { knownText, technicalText } from "../format/server-texts.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";

interface ReasonProps {
  /** The reason's code: `future-time`. */
  readonly code: string;
  /** What the server says beside it, in English. */
  readonly detail: string;
  /** Where it is, behind the words. */
  readonly place?: string;
}

/** Why a message cannot be used: the code and its detail in words, and the text of the server small beside them. */
export function ReasonWords({ code, detail, place }: ReasonProps): ReactNode {
  const { lang, say } = useLanguage();
  const known = knownText(detail, say);
  return (
    <>
      <p>
        <b>{reasonName(code, lang)}</b> {known} {place !== undefined && <span className="quiet">{place}</span>}
      </p>
      {(known === undefined || lang === "zh") && detail !== "" && <small className="technical">{technicalText(detail)}</small>}
    </>
  );
}
