/** Addresses of the pages, and whether something may follow: what `web/src/routes.tsx` has. */
export const PAGE_ADDRESSES: Readonly<Record<string, "alone" | "with-id">> = {
  "/overview": "alone",
  "/registry": "alone",
  "/cases": "with-id",
  "/now": "alone",
  "/outlets": "with-id",
  "/declarations": "alone",
  "/absences": "alone",
  "/devices": "with-id",
  "/upstreams": "alone",
  "/quarantine": "alone",
  "/decode": "alone",
  "/first-steps": "alone",
  "/account": "alone",
  "/help": "with-id",
  "/law": "alone",
  "/system": "alone",
};

/** Where the link leads that a start without accounts prints: to whatever stands before all pages then. */
const FIRST_RUN = "/first-run";

/** True for the address of a page, as it stands in a request: still encoded, without its query. */
export function isPageAddress(path: string): boolean {
  if (path === "/" || path === FIRST_RUN) return true;
  const [, page = "", id, ...more] = path.replace(/\/$/, "").split("/");
  const kind = Object.hasOwn(PAGE_ADDRESSES, `/${page}`) ? PAGE_ADDRESSES[`/${page}`] : undefined;
  return more.length === 0 && (id === undefined ? kind !== undefined : kind === "with-id" && id !== "");
}
