import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { isWordKey, type Lang, type Say, sayIn } from "./translate.ts";

interface Language {
  readonly lang: Lang;
  readonly say: Say;
  /** The word for a value the server sent, below a prefix; the value itself when we have no word for it. */
  readonly word: (prefix: string, value: string) => string;
  readonly setLang: (lang: Lang) => void;
}

const STORE_KEY = "outfall.lang";
const Context = createContext<Language | null>(null);

/** Keeps the language of the page, in `localStorage` across visits. Chinese first. */
export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [lang, setState] = useState<Lang>(() => (localStorage.getItem(STORE_KEY) === "en" ? "en" : "zh"));
  const setLang = useCallback((next: Lang) => {
    localStorage.setItem(STORE_KEY, next);
    setState(next);
  }, []);
  useEffect(() => {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  }, [lang]);
  const language = useMemo<Language>(() => {
    const say = sayIn(lang);
    const word = (prefix: string, value: string): string => {
      const key = `${prefix}.${value}`;
      return isWordKey(key) ? say(key) : value;
    };
    return { lang, say, word, setLang };
  }, [lang, setLang]);
  return <Context value={language}>{children}</Context>;
}

/** The language of the page. */
export function useLanguage(): Language {
  const language = useContext(Context);
  if (language === null) throw new Error("useLanguage needs a LanguageProvider above it");
  return language;
}
