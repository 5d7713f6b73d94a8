import { Dropdown } from "antd";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { NavLink } from "react-router";
import { signOut } from "../api/client.ts";
import { liveStatus, onLive, startLive, stopLive, subscribeLiveStatus } from "../api/live.ts";
import { beijingSecond } from "../format/beijing-time.ts";
import { formatCount } from "../format/digits.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import { type Choice, useAppearance } from "../theme/AppearanceProvider.tsx";
import { DirectoryProvider } from "./Directory.tsx";
import { menuFor } from "./roles.ts";
import { useSession } from "./SessionContext.tsx";
import { useNow } from "./use-now.ts";

const CHOICES: readonly Choice[] = ["light", "dark", "auto"];
/** A backlog that a healthy district clears within seconds is not worth a word. */
const LATE_MESSAGES = 1_000;

/** The frame of every page: name, menu, who is logged in, and what must be known before any number is believed. */
export function Shell({ children, onSignedOut }: { readonly children: ReactNode; readonly onSignedOut: () => void }): ReactNode {
  const session = useSession();
  const { say } = useLanguage();
  useEffect(() => {
    startLive();
    return stopLive;
  }, []);
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
        <nav aria-label={say("app.menu")} className="menu">
          {menuFor(session.roles).map((entry) => (
            <NavLink key={entry.path} to={entry.path}>
              {say(entry.label)}
            </NavLink>
          ))}
        </nav>
        <UserMenu onSignedOut={onSignedOut} />
      </header>
      <Banners />
      <div id="main" tabIndex={-1}>
        {children}
      </div>
    </DirectoryProvider>
  );
}

function UserMenu({ onSignedOut }: { readonly onSignedOut: () => void }): ReactNode {
  const session = useSession();
  const { say, lang, setLang } = useLanguage();
  const { choice, setChoice } = useAppearance();
  const role = session.roles[0];
  const items = [
    ...CHOICES.map((c) => ({ key: c, label: `${c === choice ? "✓ " : "   "}${say(`theme.${c}`)}`, onClick: () => setChoice(c) })),
    { type: "divider" as const },
    { key: "out", label: say("app.signOut"), onClick: () => void signOut().finally(onSignedOut) },
  ];
  return (
    <div className="user">
      <button type="button" className="plain" onClick={() => setLang(lang === "zh" ? "en" : "zh")}>
        {say("app.language")}
      </button>
      <Dropdown menu={{ items }} trigger={["click"]}>
        <button type="button" className="plain" aria-label={say("app.user")}>
          {session.user.name}
          {role !== undefined && <small> {say(`role.${role}`)}</small>} ▾
        </button>
      </Dropdown>
    </div>
  );
}

function Banners(): ReactNode {
  const { clock } = useSession();
  const { say } = useLanguage();
  const at = useNow();
  const status = useSyncExternalStore(subscribeLiveStatus, liveStatus);
  const [lag, setLag] = useState(0);
  useEffect(() => onLive("lag", (data) => setLag(pendingOf(data))), []);
  return (
    <>
      {clock.kind !== "system" && (
        <div className="banner" role="status">
          {say(`clock.${clock.kind}`, { now: beijingSecond(at) })}
        </div>
      )}
      {status === "lost" && (
        <div className="banner" role="status">
          {say("live.lost")}
        </div>
      )}
      {lag > LATE_MESSAGES && (
        <div className="banner" role="status">
          {say("lag.late", { n: formatCount(lag) })}
        </div>
      )}
    </>
  );
}

/** Journal entries that the slowest reader has not come to. */
function pendingOf(data: unknown): number {
  return (data as { readonly pending?: number } | null)?.pending ?? 0;
}
