import { expect, test } from "vitest";
import { decodeFrame } from "../../ingest/codecs/hj212/decode-frame.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { activatedBy, hardwareFrame } from "./activation.ts";

const UNNAMED = { loggerId: "LG2026000001", password: "123456", st: "31" };
const MN = "SIM410102000000000000001";

function heard(parts: { readonly cn?: string; readonly mn?: string; readonly cp?: string }) {
  const frame = encodeFrame({
    ...{ qn: "20261123080000000", st: "31", cn: "1002", pw: "123456", mn: MN, flag: 9, cp: "i23005-Info=LG2026000001" },
    ...parts,
  });
  const message = decodeFrame(frame);
  if (!message.ok) throw new Error(message.error.detail.code);
  return activatedBy(message.value, UNNAMED);
}

test("a logger without an MN says what it is, and an empty MN", () => {
  const said = decodeFrame(hardwareFrame(UNNAMED, "20261123080000000"));

  expect(said).toMatchObject({ ok: true, value: { cn: "1001", mn: "", flag: { answer: true, version: 2 } } });
  expect(said.ok && said.value.dataArea).toContain("i23005-Info=LG2026000001;");
});

test("it takes the MN of a request that names it, and answers with that MN; anything else gives it none", () => {
  expect(heard({})?.mn).toBe(MN);
  expect(heard({})?.answers.map((bytes) => new TextDecoder().decode(bytes))).toEqual([
    expect.stringMatching(`CN=9011;PW=123456;MN=${MN};Flag=8;CP=&&QnRtn=1&&`),
    expect.stringMatching(`CN=9012;PW=123456;MN=${MN};Flag=8;CP=&&ExeRtn=1&&`),
  ]);
  for (const parts of [{ cn: "1012" }, { mn: "" }, { cp: "i23005-Info=LG2026000002" }]) expect(heard(parts)).toBeUndefined();
});
