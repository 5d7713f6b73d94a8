import { expect, test } from "vitest";
import type { Declaration } from "../cases/declaration/declaration.ts";
import { DECLARATION_WORDS } from "./declaration.ts";
import { type Names, NO_NAMES } from "./names.ts";

const ROW = { enterprise: "e1", outlets: ["e1-DA001", "e1-B1"] } as unknown as Declaration;

test("a declaration shows the names of its enterprise and outlets, and an id where no name is known", () => {
  const names: Names = { ...NO_NAMES, enterprise: () => "演示水泥厂", outlet: (id) => (id === "e1-B1" ? "东厂界" : id) };

  expect(DECLARATION_WORDS.row(ROW, { language: "zh", names })).toEqual({
    enterpriseName: "演示水泥厂",
    outletNames: ["e1-DA001", "东厂界"],
  });
});
