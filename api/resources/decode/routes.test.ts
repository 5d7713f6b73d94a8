import { afterEach, beforeEach, expect, test } from "vitest";
import { type ApiFixture, startApi } from "../../../tests/support/api-fixture.ts";
import { frameLine } from "../../../tests/support/frame-line.ts";

let fixture: ApiFixture;
beforeEach(async () => {
  fixture = await startApi({
    decodeFrames: function* (raw, { isPasted }) {
      for (const line of new TextDecoder().decode(raw).split("\n"))
        yield frameLine({ mn: line, quirks: isPasted ? [] : ["no-crlf"] });
    },
  });
});
afterEach(() => fixture.api.close());

test("pasted frames come back line by line, whoever asks", async () => {
  const answer = await fixture.as("admin", "POST", "/api/v1/decode", { payload: { text: "一\n二" } });

  expect(answer.json()).toEqual({ items: [frameLine({ mn: "一" }), frameLine({ mn: "二" })], cut: false });
});

test("frames that are no text come as base64, and are judged byte for byte", async () => {
  const answer = await fixture.as("admin", "POST", "/api/v1/decode", { payload: { text: "YWI=", encoding: "base64" } });

  expect(answer.json()).toMatchObject({ items: [{ mn: "ab", quirks: ["no-crlf"] }] });
});

test("of more frames than a page can show, the first ones come and it says so", async () => {
  const answer = await fixture.as("admin", "POST", "/api/v1/decode", { payload: { text: "x\n".repeat(500) } });
  const body = answer.json<{ items: unknown[]; cut: boolean }>();

  expect([body.items.length, body.cut]).toEqual([500, true]);
});

test("what is wrong with a frame is said in the language of the reader, beside its code", async () => {
  await fixture.api.close();
  const none = { edition: null, st: null, cn: null, mn: null, qn: null, flag: null, part: null, time: null, backfill: null };
  const error = { code: "bad-frame", detail: { code: "single-hash", facts: {} }, offset: 3 } as const;
  fixture = await startApi({
    decodeFrames: function* () {
      yield { ...none, ok: false, quirks: [], data: [], error };
    },
  });
  const ask = async (lang: string) =>
    (await fixture.as("admin", "POST", `/api/v1/decode?lang=${lang}`, { payload: { text: "#" } })).json().items[0].error;

  const [zh, en] = [await ask("zh"), await ask("en")];

  expect(zh).toMatchObject({ code: "bad-frame", offset: 3, detailCode: "single-hash", facts: {} });
  expect(zh.message).toMatch(/[\u4e00-\u9fff]/);
  expect(en.message).toMatch(/^[\x20-\x7e]+$/);
});

test("where nothing can take frames apart, none come back", async () => {
  await fixture.api.close();
  fixture = await startApi();

  const answer = await fixture.as("admin", "POST", "/api/v1/decode", { payload: { text: "##" } });

  expect(answer.json()).toEqual({ items: [], cut: false });
});
