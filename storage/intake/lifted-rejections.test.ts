import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type Keeping, liftedDocumentsContract } from "../../tests/contract/lifted-documents.ts";
import { type IntakeUnderTest, message, reading, rejection } from "../../tests/support/intake-facts.ts";
import type { Upcasters } from "../upcasters.ts";
import { openIntakeStore } from "./intake-store.ts";
import { openIntakeView } from "./intake-view.ts";

const opened: { close(): Promise<void> }[] = [];
const directories: string[] = [];
function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "outfall-intake-"));
  directories.push(directory);
  return directory;
}
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

function open(directory: string, upcasters: Upcasters) {
  const view = openIntakeView({ directory, upcasters });
  const store = openIntakeStore({ directory, upcasters });
  const both = {
    store,
    view,
    close: async () => {
      await store.close();
      await view.close();
    },
  };
  opened.push(both);
  return both;
}

const KEEPING: Keeping<IntakeUnderTest> = {
  kinds: ["document/reject-detail"],
  async fill({ store }) {
    await store.apply([message(1, { rejections: [rejection("w01018")] })], 1);
  },
  ways: ({ view }) => [
    ["document/reject-detail", async () => (await view.quarantine({ limit: 1 }))[0]?.detail],
    ["document/reject-detail", async () => (await view.quarantineRow("1-0"))?.detail],
  ],
};

liftedDocumentsContract("the quarantine", KEEPING, async () => {
  const directory = newDirectory();
  return (upcasters) => open(directory, upcasters);
});

test("a redelivery doubles no row that an older build wrote in another form", async () => {
  const directory = newDirectory();
  const content = { readings: [reading()], rejections: [rejection("w01018")] };
  const older = open(directory, {});
  await older.store.apply([message(1, content)], 1);
  await older.close();
  // In the present form a detail has one field more.
  const named = { ...rejection("w01018").detail, since: 2 };
  const present = open(directory, { "document/reject-detail": [(document) => ({ ...(document as object), since: 2 })] });

  await present.store.apply([message(2, { ...content, rejections: [{ reason: "unknown-factor", detail: named }] })], 2);

  expect(await present.view.quarantine({ limit: 10 })).toMatchObject([{ messageId: 1, detail: named }]);
});
