import { Dropdown } from "antd";
import { type ReactNode, useEffect, useRef } from "react";
import { Link, NavLink, useLocation, useNavigate } from "react-router";
import type { NeedsWire } from "../../api/resources/needs/schema.ts";
import { signOut } from "./api/client.ts";
import { startLive, stopLive } from "./api/live.ts";
import { read } from "./api/read.ts";
import { useLiveRefresh, useRead } from "./api/use-read.ts";
import { Welcome } from "./areas/welcome/Welcome.tsx";
import { DirectoryProvider } from "./components/Directory.tsx";
import { HelpLink } from "./components/HelpLink.tsx";
import { LanguageButton } from "./components/LanguageButton.tsx";
import { useSession } from "./components/SessionContext.tsx";
import { StatusStrip } from "./components/StatusStrip.tsx";
import { UrgencyMark } from "./components/UrgencyMark.tsx";
import { useNow } from "./components/use-now.ts";
import { beijingSecond } from "./format/beijing-time.ts";
import { useLanguage } from "./i18n/LanguageContext.tsx";
import { countText, entryAt, helpAt, menuFor, titleOf, type Waiting, waitingAt } from "./routes.tsx";
import { type Choice, useAppearance } from "./theme/AppearanceProvider.tsx";

/** Silent devices and what is put aside are told by no event. */
const NEEDS_MS = 30_000;

const CHOICES: readonly Choice[] = ["light", "dark", "auto"];

/** The frame of every page: name, menu, who is logged in, and what must be known before any number is believed. */
export function Shell({ children, onSignedOut }: { readonly children: ReactNode; readonly onSignedOut: () => void }): ReactNode {
  const session = useSession();
  const { say, lang } = useLanguage();
  // The stream names its language when it is opened: another language is another stream.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the language of the page decides which stream is open
  useEffect(() => {
    startLive();
    return stopLive;
  }, [lang]);
  useLiveRefresh();
  return (
    <DirectoryProvider>
      <a className="skip" href="#main">
        {say("app.skip")}
      </a>
      <header className="top">
        <span className="brand">
          {say("app.name")}
          {session.demo && <span className="demo">{say("app.demo")}</span>}
        </span>
        <Menu />
        <UserMenu onSignedOut={onSignedOut} />
      </header>
      <ClockBanner />
      <Welcome nameOf={(path) => entryAt(menuFor(session), path)?.label[lang] ?? path} />
      <div id="main" tabIndex={-1}>
        {children}
      </div>
      <StatusStrip />
    </DirectoryProvider>
  );
}

/** The entries of the role. Where they do not fit side by side, the current one is brought into sight. */
function Menu(): ReactNode {
  const session = useSession();
  const { say, lang } = useLanguage();
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  const entries = menuFor(session);
  const needs = useRead(read<NeedsWire>("/needs"), { everyMs: NEEDS_MS }).data;
  const current = entryAt(entries, pathname);
  const title = titleOf(current?.label[lang], {
    product: say("app.name"),
    waiting: current && waitingAt(current.path, needs),
  });
  useEffect(() => {
    document.title = title;
  }, [title]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address decides which entry is the current one
  useEffect(() => {
    const menu = nav.current;
    const entry = menu?.querySelector<HTMLElement>("a.active");
    if (menu == null || entry == null) return;
    menu.scrollLeft = entry.offsetLeft - menu.offsetLeft - (menu.clientWidth - entry.offsetWidth) / 2;
  }, [pathname]);
  return (
    <nav ref={nav} aria-label={say("app.menu")} className="menu">
      {entries.map((entry) => (
        <NavLink key={entry.path} to={entry.path}>
          {entry.label[lang]}
          <WaitingCount waiting={waitingAt(entry.path, needs)} />
        </NavLink>
      ))}
    </nav>
  );
}

/** How much waits on the page of an entry, and that some of it is late. */
function WaitingCount({ waiting }: { readonly waiting: Waiting | undefined }): ReactNode {
  const { say } = useLanguage();
  if (waiting === undefined) return null;
  const { count, overdue } = waiting;
  const words = overdue === 0 ? say("menu.waiting", { n: count }) : say("menu.waitingLate", { n: count, late: overdue });
  return (
    <span className={`menu-count${overdue === 0 ? "" : " menu-late"}`} title={words}>
      {overdue > 0 && <UrgencyMark urgency="over" />}
      <span aria-hidden>{countText(count)}</span>
      <span className="visually-hidden">{words}</span>
    </span>
  );
}

function UserMenu({ onSignedOut }: { readonly onSignedOut: () => void }): ReactNode {
  const session = useSession();
  const { say } = useLanguage();
  const { choice, setChoice } = useAppearance();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const role = session.roles[0];
  // Whoever comes next begins at the start, not where somebody else was.
  const leave = (): void => void signOut().finally(() => void Promise.resolve(navigate("/")).then(onSignedOut));
  const items = [
    ...CHOICES.map((c) => ({ key: c, label: `${c === choice ? "✓ " : "   "}${say(`theme.${c}`)}`, onClick: () => setChoice(c) })),
    { type: "divider" as const },
    { key: "account", label: say("app.account"), onClick: () => void navigate("/account") },
    { key: "out", label: say("app.signOut"), onClick: leave },
  ];
  return (
    <div className="user">
      <Link to={`/help/${helpAt(pathname)}`}>{say("app.help")}</Link>
      <LanguageButton />
      <Dropdown menu={{ items }} trigger={["click"]}>
        <button type="button" className="plain" title={say("app.user")}>
          {session.name}
          {role !== undefined && <small> {say(`role.${role}`)}</small>}
          <span aria-hidden> ▾</span>
        </button>
      </Dropdown>
    </div>
  );
}

function ClockBanner(): ReactNode {
  const { clock } = useSession();
  const { say } = useLanguage();
  const at = useNow();
  if (clock.doubt !== undefined) {
    return (
      <div className="banner" role="alert">
        {clock.doubt} <HelpLink question="help.clock" />
      </div>
    );
  }
  if (clock.kind === "system") return null;
  return (
    <div className="banner" role="status">
      {say(`clock.${clock.kind}`, { now: beijingSecond(at) })}
    </div>
  );
}
