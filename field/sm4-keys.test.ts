import { expect, test } from "vitest";
import { createSm4KeyOpener } from "./sm4-keys.ts";

const SEALED = { set: true, stored: "sealed" } as const;

test("a sealed key is opened once and kept, as the bytes of its 32 hex digits", () => {
  let opened = 0;
  const open = createSm4KeyOpener({
    unseal: () => {
      opened += 1;
      return "0123456789abcdeffedcba9876543210";
    },
  });

  const keys = [open(SEALED), open(SEALED)];

  expect(Buffer.from(keys[0] ?? []).toString("hex")).toBe("0123456789abcdeffedcba9876543210");
  expect([keys[1] === keys[0], opened]).toEqual([true, 1]);
});

test("a key that another installation sealed opens nothing and stops nobody", () => {
  const open = createSm4KeyOpener({
    unseal: () => {
      throw new Error("another key");
    },
  });

  expect(open(SEALED)).toBeUndefined();
});
