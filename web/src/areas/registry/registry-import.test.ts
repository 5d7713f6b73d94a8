import { afterEach, expect, test, vi } from "vitest";
import { ApiError } from "../../api/client.ts";
import { changesIn, lookAhead, standsOnFindings, takeEffect } from "./registry-import.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A server whose registry has this version; what it was asked stands in the list. */
function serverWith(version: string) {
  const asked: { readonly url: string; readonly ifMatch: string | null; readonly body: unknown }[] = [];
  vi.stubGlobal("fetch", async (url: string, { headers, body }: RequestInit) => {
    asked.push({ url, ifMatch: new Headers(headers).get("if-match"), body: JSON.parse(String(body)) });
    return new Response('{"changed":{},"warnings":[]}', { headers: { etag: version } });
  });
  return asked;
}

test("what a document would change is counted by table", () => {
  const changed = {
    outlets: { added: ["o2", "o3"], changed: ["o1"], removed: [] },
    limits: { added: [], changed: [], removed: ["l1"] },
  };

  expect(changesIn({ changed, warnings: [] })).toEqual([
    { table: "outlets", added: 2, changed: 1, removed: 0 },
    { table: "limits", added: 0, changed: 0, removed: 1 },
  ]);
});

test("only where findings stand on what is left out is their withdrawal offered", () => {
  expect(standsOnFindings(new ApiError(400, { code: "findings-stand-on-it" }))).toBe(true);
  expect(standsOnFindings(new ApiError(400, { code: "registry-invalid" }))).toBe(false);
});

test("a document is looked at first, and takes effect only on the version that it was looked at beside", async () => {
  const asked = serverWith('"7"');

  const looked = await lookAhead({ outlets: [] }, false);
  await takeEffect(looked);

  expect(looked).toEqual({
    document: { outlets: [] },
    withdraw: false,
    answer: { changed: {}, warnings: [] },
    version: '"7"',
  });
  expect(asked).toEqual([
    { url: "/api/v1/registry?preview=true", ifMatch: null, body: { outlets: [] } },
    { url: "/api/v1/registry", ifMatch: '"7"', body: { outlets: [] } },
  ]);
});

test("findings are withdrawn only where that was asked for, and a first registry stands on no version", async () => {
  const asked = serverWith('"0"');

  await takeEffect(await lookAhead({ outlets: [] }, true));

  expect(asked.map(({ url, ifMatch }) => [url, ifMatch])).toEqual([
    ["/api/v1/registry?preview=true&withdraw=true", null],
    ["/api/v1/registry?withdraw=true", null],
  ]);
});
