import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from "react";
import { Link, Navigate, Route, Routes } from "react-router";
import { type Door, lookAtDoor } from "./api/adapt.ts";
import { whenSignedOut } from "./api/client.ts";
import type { Session } from "./api/page-shapes.ts";
import { noteClock } from "./api/server-clock.ts";
import { CasesPage } from "./areas/cases/CasesPage.tsx";
import { DeclarationsPage } from "./areas/declarations/DeclarationsPage.tsx";
import { DecodePage } from "./areas/devices/DecodePage.tsx";
import { DevicesPage } from "./areas/devices/DevicesPage.tsx";
import { UpstreamsPage } from "./areas/devices/UpstreamsPage.tsx";
import { OverviewPage } from "./areas/leaders/OverviewPage.tsx";
import { LoginPage } from "./areas/login/LoginPage.tsx";
import { NowPage } from "./areas/now/NowPage.tsx";
import { QuarantinePage } from "./areas/quarantine/QuarantinePage.tsx";
import { RegistryPage } from "./areas/registry/RegistryPage.tsx";
import { SystemPage } from "./areas/system/SystemPage.tsx";
import { menuFor } from "./components/roles.ts";
import { SessionContext } from "./components/SessionContext.tsx";
import { Shell } from "./components/Shell.tsx";
import { Empty } from "./components/View.tsx";
import { useLanguage } from "./i18n/LanguageContext.tsx";

// The chart is the heaviest part: it comes when the first chart is opened.
const OutletPage = lazy(() => import("./areas/outlet/OutletPage.tsx").then((m) => ({ default: m.OutletPage })));

const CLOCK_LOOK_MS = 30_000;
const MOVED_CLOCK_LOOK_MS = 3_000;

/** The product's pages, or the log-in before them. */
export function App(): ReactNode {
  const [door, setDoor] = useState<Door | null>(null);
  const look = useCallback(() => {
    void lookAtDoor().then((next) => {
      if (next.session !== null) noteClock(next.session.clock);
      // A server that does not answer for a moment logs nobody out.
      setDoor((before) => (next.problem !== null && before !== null && before.session !== null ? before : next));
    });
  }, []);
  useEffect(() => {
    whenSignedOut(look);
    look();
  }, [look]);
  const kind = door?.session?.clock.kind;
  useEffect(() => {
    if (kind === undefined) return;
    const timer = setInterval(look, kind === "system" ? CLOCK_LOOK_MS : MOVED_CLOCK_LOOK_MS);
    return () => clearInterval(timer);
  }, [kind, look]);

  if (door === null) return null;
  if (door.session === null) {
    return <LoginPage accounts={door.accounts} district={door.district} problem={door.problem} onSignedIn={look} />;
  }
  return (
    <SessionContext value={door.session}>
      <Pages session={door.session} onSignedOut={look} />
    </SessionContext>
  );
}

function Pages({ session, onSignedOut }: { readonly session: Session; readonly onSignedOut: () => void }): ReactNode {
  const home = menuFor(session.roles)[0]?.path ?? "/now";
  return (
    <Shell onSignedOut={onSignedOut}>
      <Suspense fallback={null}>
        <Routes>
          <Route path="/" element={<Navigate to={home} replace />} />
          <Route path="/now" element={<NowPage />} />
          <Route path="/outlets/:id?" element={<OutletPage />} />
          <Route path="/cases/:id?" element={<CasesPage />} />
          <Route path="/declarations" element={<DeclarationsPage />} />
          <Route path="/devices/:mn?" element={<DevicesPage />} />
          <Route path="/decode" element={<DecodePage />} />
          <Route path="/upstreams" element={<UpstreamsPage />} />
          <Route path="/quarantine" element={<QuarantinePage />} />
          <Route path="/overview" element={<OverviewPage />} />
          <Route path="/registry" element={<RegistryPage />} />
          <Route path="/system" element={<SystemPage />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </Shell>
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
