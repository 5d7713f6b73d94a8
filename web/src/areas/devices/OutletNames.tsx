import type { ReactNode } from "react";
import { useDirectory } from "../../components/Directory.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { deviceWords } from "./words.ts";

/** The outlets of a device with their enterprise. */
export function OutletNames({ ids }: { readonly ids: readonly string[] }): ReactNode {
  const { say } = useWords(deviceWords);
  const { outlet } = useDirectory();
  const first = outlet(ids[0] ?? "");
  return (
    <>
      {ids.map((id) => outlet(id)?.name ?? id).join(say("list.comma")) || "—"}{" "}
      {first !== undefined && <span className="quiet">{first.enterpriseName ?? first.enterprise}</span>}
    </>
  );
}
