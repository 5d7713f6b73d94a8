import type { Role } from "../api/page-shapes.ts";
import type { WordKey } from "../i18n/zh.ts";

export interface MenuEntry {
  readonly path: string;
  readonly label: WordKey;
}

const NOW: MenuEntry = { path: "/now", label: "nav.live" };
const QUEUE: MenuEntry = { path: "/cases", label: "nav.queue" };
const OUTLETS: MenuEntry = { path: "/outlets", label: "nav.outlet" };
const QUARANTINE: MenuEntry = { path: "/quarantine", label: "nav.quarantine" };
const SYSTEM: MenuEntry = { path: "/system", label: "nav.system" };
const DEVICES: MenuEntry = { path: "/devices", label: "nav.devices" };
const UPSTREAMS: MenuEntry = { path: "/upstreams", label: "nav.upstreams" };
const DECODE: MenuEntry = { path: "/decode", label: "nav.decode" };
const OVERVIEW: MenuEntry = { path: "/overview", label: "nav.overview" };

/** What a user finds in the menu; the first entry is the home page. */
export function menuFor(roles: readonly Role[]): readonly MenuEntry[] {
  if (roles.includes("enterprise-specialist")) {
    return [
      { path: "/now", label: "nav.now" },
      OUTLETS,
      { path: "/declarations", label: "nav.declarations" },
      { path: "/cases", label: "nav.myCases" },
    ];
  }
  if (roles.includes("leader") || roles.includes("auditor")) return [OVERVIEW, NOW, OUTLETS, QUEUE];
  if (roles.includes("administrator")) {
    return [{ path: "/registry", label: "nav.registry" }, NOW, OUTLETS, DEVICES, UPSTREAMS, QUARANTINE, DECODE, SYSTEM];
  }
  const desk = [QUEUE, NOW, OUTLETS, { path: "/declarations", label: "nav.approvals" } as const];
  return roles.some((r) => DESK.includes(r)) ? [...desk, DEVICES, UPSTREAMS, QUARANTINE, DECODE, SYSTEM] : desk;
}

/** Those who look after devices and messages of the whole district. */
const DESK: readonly Role[] = ["bureau-staff", "duty-desk"];

/** Who asks something of a device. The server has the last word. */
export function mayCommandDevices(roles: readonly Role[]): boolean {
  return roles.some((r) => r === "bureau-staff" || r === "duty-desk" || r === "administrator");
}

/** Who answers declarations. The server has the last word. */
export function mayDecideDeclarations(roles: readonly Role[]): boolean {
  return roles.some((r) => r === "bureau-staff" || r === "duty-desk" || r === "leading-group-office");
}
