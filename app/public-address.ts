import { isIP } from "node:net";
import { z } from "zod";

/** Addresses or networks of proxies, as they are given to the HTTP server. */
export const proxies = z.string().transform((text, context): readonly string[] => {
  const all = text.split(/[\s,]+/).filter((part) => part !== "");
  if (all.length > 0 && all.every(isAddressOrNetwork)) return all;
  context.addIssue({ code: "custom", params: { code: "not-addresses" } });
  return z.NEVER;
});

/** An origin: `http(s)://host[:port]`, nothing after it and nobody before it. */
export const publicUrl = z.string().transform((text, context): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin = url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  if (isOrigin) return url.origin;
  context.addIssue({ code: "custom", params: { code: "not-an-origin" } });
  return z.NEVER;
});

function isAddressOrNetwork(text: string): boolean {
  const [address = "", length, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (family === 4 ? 32 : 128));
}
