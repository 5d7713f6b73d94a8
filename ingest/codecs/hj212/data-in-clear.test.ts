import { expect, test } from "vitest";
import { isEncryptedWith } from "./data-in-clear.ts";
import { encodeFrame } from "./encode-frame.ts";

const [KEY, OTHER] = [new TextEncoder().encode("SimKey0123456789"), new TextEncoder().encode("SimKey9876543210")];

test.each([
  ["DataTime=20261123080000;a21026-Rtd=35.2,a21026-Flag=N", KEY, true],
  ["DataTime=20261123080000;a21026-Rtd=35.2,a21026-Flag=N", OTHER, false],
  ["DataTime=20261123080000;a21026-Rtd=35.2,a21026-Flag=N", undefined, false],
  ["SystemTime=1", KEY, false],
])("that %j went out with one key or another is seen where it is long enough to be encrypted", (cp, sm4Key, isSeen) => {
  const items = { qn: "20261123080000000", st: "31", cn: "2011", pw: "123456", mn: "SIM1", flag: 9, cp };
  const bytes = encodeFrame(items, sm4Key === undefined ? {} : { sm4Key });

  expect(isEncryptedWith(bytes, { dataArea: cp }, KEY)).toBe(isSeen);
});
