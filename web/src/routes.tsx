import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { NeedsWire } from "../../api/resources/needs/schema.ts";
import type { Power } from "../../core/people/rights.ts";
import type { Words } from "../../words/language.ts";
import { may, type Seat, type Session, seatOf } from "./api/session.ts";
import type { HelpPlace } from "./components/help-pages.ts";

/** In whose menu a page stands, as what, and how far down. */
interface MenuPlace {
  readonly seats: readonly Seat[];
  readonly label: Words;
  readonly place: number;
  /** Only for those who hold it. */
  readonly power?: Power;
  /** Only for those who do not. */
  readonly without?: Power;
}

/** One page: its address, its places in the menus, and where its code comes from when it is first opened. */
export interface PageRoute {
  readonly path: string;
  /** What may follow the path, as the router writes it. */
  readonly parameter?: string;
  readonly menu: readonly MenuPlace[];
  /** Where the help answers what is asked first on this page. */
  readonly help: HelpPlace;
  /** Who may open it by its address, whatever the own menu has. */
  readonly readBy?: Power;
  readonly page: LazyExoticComponent<ComponentType>;
}

/** Fetches a page's code when it is first opened. */
function lazyPage(load: () => Promise<ComponentType>): LazyExoticComponent<ComponentType> {
  return lazy(() => load().then((page) => ({ default: page })));
}

/** All pages of the product. Router, menus and titles come from here; a new page is its folder and a row, which says
 * what it is called. */
export const ROUTES: readonly PageRoute[] = [
  {
    path: "/overview",
    menu: [{ seats: ["overseer"], label: { zh: "概览", en: "Overview" }, place: 0, power: "see-district" }],
    help: "read-a-verdict#levels",
    page: lazyPage(() => import("./areas/leaders/OverviewPage.tsx").then((m) => m.OverviewPage)),
  },
  {
    path: "/registry",
    menu: [{ seats: ["administrator"], label: { zh: "登记", en: "Registry" }, place: 0 }],
    help: "bring-in-the-registry",
    page: lazyPage(() => import("./areas/registry/RegistryPage.tsx").then((m) => m.RegistryPage)),
  },
  {
    path: "/cases",
    parameter: ":id?",
    menu: [
      { seats: ["desk"], label: { zh: "待办", en: "Queue" }, place: 0 },
      { seats: ["overseer"], label: { zh: "待办", en: "Queue" }, place: 9 },
      { seats: ["enterprise"], label: { zh: "我的案件", en: "My cases" }, place: 9 },
      // Sees how cases go, and decides none.
      { seats: ["administrator"], label: { zh: "案件", en: "Cases" }, place: 3 },
    ],
    help: "read-a-verdict",
    page: lazyPage(() => import("./areas/cases/CasesPage.tsx").then((m) => m.CasesPage)),
  },
  {
    path: "/now",
    menu: [
      { seats: ["enterprise"], label: { zh: "现在", en: "Now" }, place: 0 },
      { seats: ["desk", "overseer", "administrator"], label: { zh: "实时", en: "Live" }, place: 1 },
    ],
    help: "read-a-verdict",
    page: lazyPage(() => import("./areas/now/NowPage.tsx").then((m) => m.NowPage)),
  },
  {
    path: "/outlets",
    parameter: ":id?",
    menu: [{ seats: ["enterprise", "desk", "overseer", "administrator"], label: { zh: "排口", en: "Outlets" }, place: 2 }],
    help: "read-a-verdict#valid-minutes",
    page: lazyPage(() => import("./areas/outlet/OutletPage.tsx").then((m) => m.OutletPage)),
  },
  {
    path: "/declarations",
    menu: [
      { seats: ["enterprise"], label: { zh: "申报", en: "Declarations" }, place: 3 },
      { seats: ["desk"], label: { zh: "申报审批", en: "Declarations" }, place: 3, power: "decide-declaration" },
      { seats: ["desk"], label: { zh: "申报", en: "Declarations" }, place: 3, without: "decide-declaration" },
    ],
    help: "declare",
    page: lazyPage(() => import("./areas/declarations/DeclarationsPage.tsx").then((m) => m.DeclarationsPage)),
  },
  {
    path: "/absences",
    menu: [{ seats: ["desk"], label: { zh: "离岗", en: "Absences" }, place: 3, power: "take-steps" }],
    help: "when#exceedance",
    page: lazyPage(() => import("./areas/absences/AbsencesPage.tsx").then((m) => m.AbsencesPage)),
  },
  {
    path: "/law",
    readBy: "see-registry",
    menu: [
      {
        seats: ["desk", "overseer", "administrator"],
        label: { zh: "法规限值", en: "Law" },
        place: 3,
        power: "see-registry",
      },
    ],
    help: "read-a-verdict",
    page: lazyPage(() => import("./areas/law/LawPage.tsx").then((m) => m.LawPage)),
  },
  {
    path: "/devices",
    parameter: ":mn?",
    readBy: "see-devices",
    menu: [{ seats: ["desk", "administrator"], label: { zh: "设备", en: "Devices" }, place: 4, power: "operate-devices" }],
    help: "connect-a-logger",
    page: lazyPage(() => import("./areas/devices/DevicesPage.tsx").then((m) => m.DevicesPage)),
  },
  {
    path: "/upstreams",
    menu: [{ seats: ["desk", "administrator"], label: { zh: "转发", en: "Forwarding" }, place: 5, power: "operate-devices" }],
    help: "when",
    page: lazyPage(() => import("./areas/devices/UpstreamsPage.tsx").then((m) => m.UpstreamsPage)),
  },
  {
    path: "/quarantine",
    readBy: "see-messages",
    menu: [{ seats: ["desk", "administrator"], label: { zh: "隔离区", en: "Quarantine" }, place: 6, power: "retry-quarantine" }],
    help: "when#quarantine",
    page: lazyPage(() => import("./areas/quarantine/QuarantinePage.tsx").then((m) => m.QuarantinePage)),
  },
  {
    path: "/decode",
    menu: [{ seats: ["desk", "administrator"], label: { zh: "解码", en: "Decode" }, place: 7, power: "operate-devices" }],
    help: "connect-a-logger#what-goes-wrong",
    page: lazyPage(() => import("./areas/devices/DecodePage.tsx").then((m) => m.DecodePage)),
  },
  {
    path: "/first-steps",
    menu: [{ seats: ["administrator"], label: { zh: "开始使用", en: "First steps" }, place: 9 }],
    help: "bring-in-the-registry",
    page: lazyPage(() => import("./areas/first-run/FirstStepsPage.tsx").then((m) => m.FirstStepsPage)),
  },
  {
    // Reached by the name of who is logged in.
    path: "/account",
    menu: [],
    help: "when#password",
    page: lazyPage(() => import("./areas/account/AccountPage.tsx").then((m) => m.AccountPage)),
  },
  {
    // Reached by the frame of every page, and by whoever cannot log in.
    path: "/help",
    parameter: ":page?",
    menu: [],
    help: "connect-a-logger",
    page: lazyPage(() => import("./areas/help/HelpPage.tsx").then((m) => m.HelpPage)),
  },
  {
    path: "/system",
    menu: [{ seats: ["desk", "administrator"], label: { zh: "系统", en: "System" }, place: 8, power: "operate-devices" }],
    help: "when",
    page: lazyPage(() => import("./areas/system/SystemPage.tsx").then((m) => m.SystemPage)),
  },
];

/** What waits on the page of an entry. */
export interface Waiting {
  readonly count: number;
  /** How much of it is late. */
  readonly overdue: number;
}

/** From here on the server counts no further. */
const MOST_SHOWN = 999;

/** What waits on a page, as the server counts it; `undefined` when nothing does. */
export function waitingAt(path: string, needs: NeedsWire | undefined): Waiting | undefined {
  const { waiting = 0, overdue = 0 } = needs?.[path.slice(1)] ?? {};
  return waiting === 0 ? undefined : { count: waiting, overdue };
}

/** "3", "999+" */
export function countText(count: number): string {
  return count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(count);
}

/** What the window is called: how much waits on the page, the page, the product. */
export function titleOf(
  page: string | undefined,
  { product, waiting }: { readonly product: string; readonly waiting: Waiting | undefined },
): string {
  if (page === undefined) return product;
  return `${waiting === undefined ? "" : `(${countText(waiting.count)}) `}${page} · ${product}`;
}

/** What a user finds in the menu. */
export interface MenuEntry {
  readonly path: string;
  readonly label: Words;
}

/** The menu of somebody; the first entry is the home page. */
export function menuFor(session: Pick<Session, "powers" | "enterprise">): readonly MenuEntry[] {
  const seat = seatOf(session);
  return ROUTES.flatMap(({ path, menu }) =>
    menu.filter((m) => m.seats.includes(seat) && isFor(m, session)).map(({ label, place }) => ({ path, label, place })),
  )
    .toSorted((a, b) => a.place - b.place)
    .map(({ path, label }) => ({ path, label }));
}

function isFor({ power, without }: MenuPlace, session: Pick<Session, "powers">): boolean {
  return (power === undefined || may(session, power)) && (without === undefined || !may(session, without));
}

/** True for a page that somebody may read though it stands in no menu of theirs: it says whose turn it is there. */
export function mayRead({ readBy }: PageRoute, session: Pick<Session, "powers">): boolean {
  return readBy !== undefined && may(session, readBy);
}

/** The menu entry that an address belongs to: what the window is called. */
export function entryAt(menu: readonly MenuEntry[], pathname: string): MenuEntry | undefined {
  return menu.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
}

/** Where the help answers what is asked first on the page at an address. */
export function helpAt(pathname: string): HelpPlace {
  return ROUTES.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`))?.help ?? "when";
}
