import { App as AntdApp, ConfigProvider } from "antd";
import enUs from "antd/locale/en_US";
import zhCn from "antd/locale/zh_CN";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import { antdTheme, applyTokens, DARK, LIGHT, type Tokens } from "./tokens.ts";

export type Choice = "light" | "dark" | "auto";

interface Appearance {
  readonly tokens: Tokens;
  readonly isDark: boolean;
  readonly choice: Choice;
  readonly setChoice: (choice: Choice) => void;
}

const STORE_KEY = "outfall.appearance";
const Context = createContext<Appearance | null>(null);
const darkQuery = window.matchMedia("(prefers-color-scheme: dark)");

function storedChoice(): Choice {
  const stored = localStorage.getItem(STORE_KEY);
  return stored === "light" || stored === "dark" ? stored : "auto";
}

/** Light or dark, as chosen or as the system says, for our styles and the component library alike. */
export function AppearanceProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { lang } = useLanguage();
  const [choice, setState] = useState<Choice>(storedChoice);
  const [systemDark, setSystemDark] = useState(darkQuery.matches);
  useEffect(() => {
    const listen = (event: MediaQueryListEvent): void => setSystemDark(event.matches);
    darkQuery.addEventListener("change", listen);
    return () => darkQuery.removeEventListener("change", listen);
  }, []);
  const isDark = choice === "dark" || (choice === "auto" && systemDark);
  const tokens = isDark ? DARK : LIGHT;
  useEffect(() => {
    applyTokens(document.documentElement, tokens);
    document.documentElement.style.colorScheme = isDark ? "dark" : "light";
  }, [tokens, isDark]);
  const appearance = useMemo<Appearance>(
    () => ({
      tokens,
      isDark,
      choice,
      setChoice: (next) => {
        localStorage.setItem(STORE_KEY, next);
        setState(next);
      },
    }),
    [tokens, isDark, choice],
  );
  return (
    <Context value={appearance}>
      <ConfigProvider theme={antdTheme(tokens, isDark)} locale={lang === "zh" ? zhCn : enUs} button={{ autoInsertSpace: false }}>
        <AntdApp message={{ maxCount: 3 }}>{children}</AntdApp>
      </ConfigProvider>
    </Context>
  );
}

/** The appearance of the page. */
export function useAppearance(): Appearance {
  const appearance = useContext(Context);
  if (appearance === null) throw new Error("useAppearance needs an AppearanceProvider above it");
  return appearance;
}
