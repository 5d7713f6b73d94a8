import { type ReactNode, useEffect } from "react";
import { LanguageButton } from "./LanguageButton.tsx";

interface GatePageProps {
  readonly title: string;
  readonly about: string;
  readonly children: ReactNode;
}

/** What has to be done before there are any pages: one narrow column without a menu. */
export function GatePage({ title, about, children }: GatePageProps): ReactNode {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main className="gate" id="main">
      <h1>{title}</h1>
      <p className="about">{about}</p>
      {children}
      <LanguageButton />
    </main>
  );
}
