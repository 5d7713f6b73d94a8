import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { Product } from "../support/product.ts";

const PASSWORD = "a river without smoke";

/** What a proxy on this machine passes on. */
async function throughProxy(
  { doors: { http } }: Product,
  { host = "outfall.example", from = "198.51.100.7", method = "GET", path, body }: { readonly [key: string]: string | undefined },
) {
  const headers = { host, "x-forwarded-for": from, ...(body !== undefined && { "content-type": "application/json" }) };
  const asked = request({ host: http.host, port: http.port, method, path, headers });
  asked.end(body);
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  return {
    status: answer.statusCode,
    cookies: answer.headers["set-cookie"] ?? [],
    headers: answer.headers,
    text: await text(answer),
  };
}

// Behaviour
test("behind a named proxy the product knows people by their own addresses, and answers to its public address alone", async () => {
  await using product = await Product.start({
    env: {
      OUTFALL_PUBLIC_URL: "https://outfall.example",
      OUTFALL_TRUSTED_PROXY: "127.0.0.1",
      OUTFALL_METRICS_TOKEN: "scrape-token-0123",
    },
  });
  await product.ask("POST", "/api/v1/users", { username: "duty", password: PASSWORD, roles: ["duty-desk"] });
  const logIn = (password: string, from: string) =>
    throughProxy(product, {
      method: "POST",
      path: "/api/v1/session",
      from,
      body: JSON.stringify({ username: "duty", password }),
    });

  for (let i = 0; i < 5; i += 1) expect((await logIn("wrong", "203.0.113.9")).status).toBe(401);
  expect((await logIn(PASSWORD, "203.0.113.9")).status).toBe(429);
  const { status, cookies, headers } = await logIn(PASSWORD, "198.51.100.7");

  expect(status).toBe(200);
  expect(cookies.every((cookie) => /^__Host-outfall_\w+=.*Secure/.test(cookie))).toBe(true);
  expect(headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
  expect((await throughProxy(product, { path: "/", host: "evil.example" })).status).toBe(421);
  expect((await throughProxy(product, { path: "/metrics" })).status).toBe(403);
  const lines: readonly { readonly action: string; readonly detail: string }[] = (await product.ask("GET", "/api/v1/audit")).body
    .items;
  const log = lines.find(({ action }) => action === "session.log-in");
  expect(JSON.parse(log?.detail ?? "{}")).toEqual({ address: "198.51.100.7", factors: ["password"] });
});
