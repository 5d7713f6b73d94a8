import { expect, test } from "vitest";
import { plus } from "../core/time.ts";
import { encodeDraft, roomForData } from "./frame-draft.ts";
import { aDraft, at } from "./testing/forward-facts.ts";

const encoded = (...parts: Parameters<typeof encodeDraft>) => new TextDecoder().decode(encodeDraft(...parts));
const DUE = at("2026-11-23T11:00:00+08:00");
const QN = "20261123110000001";

// Length and CRC were worked out with a separate program after appendix A.
test("a back-fill is marked in 2025", () => {
  expect(encoded(aDraft(), { qn: QN, edition: "2025", now: plus(DUE, 1) })).toBe(
    "##0145QN=20261123110000001;ST=31;CN=2061;PW=654321;MN=SIM410102000000000000901;Flag=9;RF=1;CP=&&" +
      "DataTime=20261123080000;a21026-Avg=35.2,a21026-Flag=N&&DF81\r\n",
  );
});

test("what leaves in time carries no mark, and 2017 knows none", () => {
  expect(encoded(aDraft(), { qn: QN, edition: "2025", now: DUE })).toContain(";Flag=9;CP=");
  expect(encoded(aDraft(), { qn: QN, edition: "2017", now: plus(DUE, 1) })).toContain(";Flag=5;CP=");
});

test("the data area never bursts the 950 bytes of CP nor the 1024 of the segment, however long MN and PW are", () => {
  const short = { mn: "SIM1", pw: "123456", st: "31" };
  const long = { mn: "S".repeat(32), pw: "9".repeat(32), st: "31" };

  // 1024 less 67 of QN, ST, CN, Flag, PNUM, PNO, RF, 18 of PW and MN, and 7 of CP=&&&&.
  expect(roomForData(short)).toBe(932);
  for (const names of [short, long]) {
    const draft = aDraft({ ...names, cp: "x".repeat(roomForData(names)), part: { number: 9_998, total: 9_999 } });
    expect(() => encoded(draft, { qn: QN, edition: "2025", now: plus(DUE, 1) })).not.toThrow();
  }
});
