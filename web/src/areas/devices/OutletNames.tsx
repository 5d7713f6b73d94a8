import type { ReactNode } from "react";
import type { DeviceWire } from "../../../../api/resources/devices/schema.ts";
import { useLanguage } from "../../i18n/LanguageContext.tsx";

/** The outlets of a device with their enterprise. */
export function OutletNames({ device }: { readonly device: Pick<DeviceWire, "outletNames" | "enterpriseName"> }): ReactNode {
  const { say } = useLanguage();
  const { outletNames, enterpriseName } = device;
  return (
    <>
      {outletNames.join(say("list.comma")) || "—"} {enterpriseName !== null && <span className="quiet">{enterpriseName}</span>}
    </>
  );
}
