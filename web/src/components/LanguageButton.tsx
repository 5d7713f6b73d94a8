import type { ReactNode } from "react";
import { useLanguage } from "../i18n/LanguageContext.tsx";

/** Turns the pages to the other language, whose name it bears. */
export function LanguageButton(): ReactNode {
  const { say, lang, setLang } = useLanguage();
  const other = lang === "zh" ? "en" : "zh";
  return (
    <button type="button" className="plain" lang={other} onClick={() => setLang(other)}>
      {say("app.language")}
    </button>
  );
}
