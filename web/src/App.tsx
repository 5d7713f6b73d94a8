import { useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { Link, Navigate, Route, Routes, useLocation } from "react-router";
import { whenSignedOut } from "./api/client.ts";
import { forgetAnswers } from "./api/forget-answers.ts";
import { noteClock } from "./api/server-clock.ts";
import { type Door, lookAtDoor, type Session } from "./api/session.ts";
import { FirstPassword } from "./areas/account/FirstPassword.tsx";
import { FirstAccount } from "./areas/first-run/FirstAccount.tsx";
import { LoginPage } from "./areas/login/LoginPage.tsx";
import { LookAgainContext, SessionContext, useSession } from "./components/SessionContext.tsx";
import { Empty, PageAhead } from "./components/View.tsx";
import { useLanguage } from "./i18n/LanguageContext.tsx";
import { mayRead, menuFor, ROUTES } from "./routes.tsx";
import { Shell } from "./Shell.tsx";

const HelpOutside = lazy(() => import("./areas/help/HelpPage.tsx").then((m) => ({ default: m.HelpOutside })));

const CLOCK_LOOK_MS = 30_000;
const MOVED_CLOCK_LOOK_MS = 3_000;

/** The product's pages, or the log-in before them. */
export function App(): ReactNode {
  const [door, setDoor] = useState<Door | null>(null);
  const answers = useQueryClient();
  const seen = useRef<Door | null>(null);
  const look = useCallback(() => {
    void lookAtDoor().then((next) => {
      forgetAnswers(answers, seen.current, next);
      if (next.problem === null) seen.current = next;
      if (next.session !== null) noteClock(next.session.clock);
      // A server that does not answer for a moment logs nobody out.
      setDoor((before) => (next.problem !== null && before !== null && before.session !== null ? before : next));
    });
  }, [answers]);
  useEffect(() => {
    whenSignedOut(look);
    look();
  }, [look]);
  const { pathname } = useLocation();
  const kind = door?.session?.clock.kind;
  useEffect(() => {
    if (kind === undefined) return;
    const timer = setInterval(look, kind === "system" ? CLOCK_LOOK_MS : MOVED_CLOCK_LOOK_MS);
    return () => clearInterval(timer);
  }, [kind, look]);

  if (door === null) return null;
  if (door.session === null && /^\/help(\/|$)/.test(pathname)) {
    return (
      <Suspense fallback={<PageAhead />}>
        <HelpOutside />
      </Suspense>
    );
  }
  if (door.session === null && door.firstRun) return <FirstAccount onDone={look} />;
  if (door.session === null) {
    return <LoginPage accounts={door.accounts} district={door.district} problem={door.problem} onSignedIn={look} />;
  }
  if (door.session.mustChangePassword) return <FirstPassword session={door.session} onDone={look} />;
  return (
    <SessionContext value={door.session}>
      <LookAgainContext value={look}>
        <Pages session={door.session} onSignedOut={look} />
      </LookAgainContext>
    </SessionContext>
  );
}

function Pages({ session, onSignedOut }: { readonly session: Session; readonly onSignedOut: () => void }): ReactNode {
  const entries = menuFor(session);
  const own = new Set(entries.map(({ path }) => path));
  const home = entries[0]?.path ?? "/now";
  return (
    <Shell onSignedOut={onSignedOut}>
      <Suspense fallback={<PageAhead />}>
        <Routes>
          <Route path="/" element={<Navigate to={home} replace />} />
          {ROUTES.map((route) => {
            const { path, parameter, menu, page: Page } = route;
            const isOpen = menu.length === 0 || own.has(path) || mayRead(route, session);
            return (
              <Route
                key={path}
                path={parameter === undefined ? path : `${path}/${parameter}`}
                element={isOpen ? <Page /> : <NotYours />}
              />
            );
          })}
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </Shell>
  );
}

/** A page that is there, for other roles. */
function NotYours(): ReactNode {
  const { say } = useLanguage();
  const { roles } = useSession();
  const role = roles.map((one) => say(`role.${one}`)).join(say("list.comma"));
  return (
    <main className="page">
      <Empty title={say("notYours.title")} hint={say("notYours.hint", { role })} />
      <Link to="/">{say("notFound.home")}</Link>
    </main>
  );
}

function NotFound(): ReactNode {
  const { say } = useLanguage();
  return (
    <main className="page">
      <Empty title={say("notFound.title")} />
      <Link to="/">{say("notFound.home")}</Link>
    </main>
  );
}
