import { type ReactNode, useEffect, useMemo } from "react";
import { Link, NavLink, useLocation } from "react-router";
import { HELP_PAGES, helpPageNamed } from "../../components/help-pages.ts";
import { LanguageButton } from "../../components/LanguageButton.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { HelpBlock } from "./HelpBlock.tsx";
import { helpText } from "./help-texts.ts";
import { helpTitle, parseHelp } from "./parse-help.ts";
import { helpWords } from "./words.ts";
import "./help.css";

/** What a newcomer asks first, answered in the language of the page: docs/help as it is written. */
export function HelpPage(): ReactNode {
  const { say, lang } = useWords(helpWords);
  const { pathname, hash } = useLocation();
  const name = helpPageNamed(pathname.split("/")[2]) ?? HELP_PAGES[0];
  const blocks = useMemo(() => parseHelp(helpText(name), lang), [name, lang]);
  const title = helpTitle(helpText(name), lang);
  useEffect(() => {
    document.title = `${title} · ${say("app.name")}`;
  }, [title, say]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page or language puts the place elsewhere
  useEffect(() => {
    if (hash === "") window.scrollTo(0, 0);
    else document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [hash, name, lang]);
  return (
    <main className="page help">
      <nav aria-label={say("help.pages")} className="help-pages">
        {HELP_PAGES.map((page) => (
          <NavLink key={page} to={`/help/${page}`} aria-current={page === name ? "page" : undefined}>
            {helpTitle(helpText(page), lang)}
          </NavLink>
        ))}
      </nav>
      <article className="help-text">
        {blocks.map((block, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a page never change their order
          <HelpBlock key={i} block={block} page={name} />
        ))}
      </article>
    </main>
  );
}

/** The help before anybody has logged in: who lost a password is not let in. */
export function HelpOutside(): ReactNode {
  const { say } = useWords(helpWords);
  return (
    <>
      <header className="top help-top">
        <Link to="/">← {say("help.back")}</Link>
        <LanguageButton />
      </header>
      <HelpPage />
    </>
  );
}
