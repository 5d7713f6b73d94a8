import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { setPageLanguage } from "./page-language.ts";
import { isWord, type Lang, type Say, sayIn } from "./say.ts";
import type { WordsTable } from "./words-table.ts";

interface Language {
  readonly lang: Lang;
  readonly setLang: (lang: Lang) => void;
}

/** The words of one language as a component uses them. */
interface Spoken<Key extends string> extends Language {
  readonly say: Say<Key>;
  /** The word for a value the server sent, below a prefix; the value itself when we have no word for it. */
  readonly word: (prefix: string, value: string) => string;
}

const STORE_KEY = "outfall.lang";
const NO_WORDS = {} as const satisfies WordsTable;
const Context = createContext<Language | null>(null);

/**
 * Keeps the language of the page, in `localStorage` across visits. Chinese first. Every request names it from then on.
 */
export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [lang, setState] = useState<Lang>(() => (localStorage.getItem(STORE_KEY) === "en" ? "en" : "zh"));
  // Before any child asks the server for something.
  setPageLanguage(lang);
  const setLang = useCallback((next: Lang) => {
    localStorage.setItem(STORE_KEY, next);
    setState(next);
  }, []);
  useEffect(() => {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  }, [lang]);
  const language = useMemo<Language>(() => ({ lang, setLang }), [lang, setLang]);
  return <Context value={language}>{children}</Context>;
}

function useChosen(): Language {
  const language = useContext(Context);
  if (language === null) throw new Error("useLanguage needs a LanguageProvider above it");
  return language;
}

/** The language of the page and the common words. */
export function useLanguage(): Spoken<never> {
  return useWords<{ readonly [key in never]: never }>(NO_WORDS);
}

/** The language of the page, the words of an area and the common ones. */
export function useWords<Table extends WordsTable>(table: Table): Spoken<keyof Table & string> {
  const { lang, setLang } = useChosen();
  return useMemo(() => {
    const say = sayIn(lang, table);
    const word = (prefix: string, value: string): string => {
      const key = `${prefix}.${value}`;
      return isWord(table, key) ? say(key) : value;
    };
    return { lang, setLang, say, word };
  }, [lang, setLang, table]);
}
