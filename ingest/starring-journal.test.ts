import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { readFrame } from "../core/entries/frame-entry.ts";
import { retryEntry } from "../core/entries/retry-entry.ts";
import type { JournalEntry, NewEntry } from "../core/journal/journal-entry.ts";
import { EMPTY_REGISTRY } from "../core/registry/registry.ts";
import { RegistryTimeline } from "../core/registry/registry-timeline.ts";
import { instant } from "../core/time.ts";
import { createMemoryJournal } from "../storage/memory/memory-journal.ts";
import { SecretBox } from "../storage/secrets/secret-box.ts";
import { encodeFrame, frameSegment } from "./codecs/hj212/encode-frame.ts";
import { EntrySource } from "./entry-source.ts";
import { StarringJournal } from "./starring-journal.ts";

const MN = "SIM1";
const AT = instant(Date.UTC(2026, 10, 23, 1, 5));
const BOX = new SecretBox(Buffer.alloc(32, 7));
const RAW = encodeFrame({
  qn: "20261123090000001",
  st: "31",
  cn: "2011",
  pw: "123456",
  mn: MN,
  flag: 5,
  cp: "DataTime=20261123090000",
});

function opened() {
  const memory = createMemoryJournal();
  return { ...memory, writer: new StarringJournal({ journal: memory.writer, hmacOf: (raw) => BOX.hmacOf(raw) }) };
}

const frame = (payload: Uint8Array): NewEntry => ({ kind: "frame", at: AT, transport: "hj212", mn: MN, topic: "", payload });
const textOf = (payload: Uint8Array): string => Buffer.from(payload).toString("latin1");

// Behaviour
test("beside a starred frame its hash and a keyed hash of what came are kept, which prove what was sent and tell no password", async () => {
  const { writer, reader } = opened();

  const entry = (await reader.entry(await writer.append(frame(RAW)))) as JournalEntry;
  const { entry: kept, proof } = readFrame(entry);

  expect(textOf(kept.payload)).toContain("PW=******;");
  expect(proof).toEqual({ hash: createHash("sha256").update(kept.payload).digest("base64url"), hmac: BOX.hmacOf(RAW) });
  expect(new SecretBox(Buffer.alloc(32, 8)).hmacOf(RAW)).not.toBe(proof?.hmac);
  const guessed = encodeFrame({ qn: "1", st: "31", cn: "2011", pw: "123457", mn: MN, flag: 5, cp: "" });
  expect(BOX.hmacOf(guessed)).not.toBe(proof?.hmac);
  expect(Buffer.from(proof?.hmac ?? "", "base64url")).toHaveLength(16);
});

test("what has no secret, and what people do, goes on as it is", async () => {
  const { writer, reader } = opened();
  const clear = frame(frameSegment(`ST=31;CN=2011;MN=${MN};CP=&&&&`));
  const said = new TextEncoder().encode('{"type":"take-step","note":"PW=123456;"}');
  const command: NewEntry = { ...frame(said), kind: "command", transport: "api" };

  const entries = await Promise.all([clear, command].map(async (entry) => reader.entry(await writer.append(entry))));

  expect(entries).toMatchObject([{ format: 1 }, { format: 1 }]);
  expect(entries.map((entry) => textOf(entry?.payload ?? RAW))).toEqual([textOf(clear.payload), textOf(said)]);
});

test("a message that an older build put aside with its password is offered again without it", async () => {
  const { writer, reader } = opened();
  const row = { id: "r", messageId: 1, transport: "hj212", mn: MN, topic: "", raw: RAW } as const;
  const request = { id: "q", fingerprint: "f", actor: "a" };
  const starred = frameSegment(`ST=31;CN=2011;PW=***;MN=${MN};CP=&&&&`);
  const offered = [retryEntry(row, AT), retryEntry(row, AT, request), retryEntry({ ...row, raw: starred }, AT, request)];

  const entries = await Promise.all(offered.map(async (entry) => reader.entry(await writer.append(entry))));
  const texts = entries.map((entry) => textOf(entry?.payload ?? RAW));

  expect(texts.filter((text) => text.includes("123456"))).toEqual([]);
  expect(texts.map((text) => /PW=\*+/.exec(text)?.[0])).toEqual(["PW=******", "PW=******", "PW=***"]);
  expect(texts[1]).toMatch(/^\{"request":.*\}\n##/);
  expect(textOf(offered[2]?.payload ?? RAW)).toBe(texts[2]);
});

test("an entry that was starred is withdrawn by the one that was given", async () => {
  const { writer, reader, setDisk } = opened();
  setDisk("full");
  const given = frame(RAW);
  const append = writer.append(given).catch(() => "withdrawn");

  expect([writer.withdraw(given), writer.withdraw(frame(RAW))]).toEqual([true, false]);
  expect(await append).toBe("withdrawn");
  expect(await reader.lastSeq()).toBe(0);
});

// Behaviour
test("how a device prints its CRC is noted although the starred frame does not show it; of what is not read nothing is", async () => {
  const { writer, reader } = opened();
  const registry = new TextEncoder().encode(JSON.stringify({ ...EMPTY_REGISTRY, devices: [{ mn: MN }] }));
  await writer.append({ kind: "registry", at: AT, transport: "api", mn: "", topic: "", payload: registry });
  const lower = Buffer.from(
    textOf(RAW).replace(/[0-9A-F]{4}\r\n$/, (crc) => crc.toLowerCase()),
    "latin1",
  );
  const odd = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) =>
    Buffer.from(
      textOf(
        encodeFrame({
          qn: `2026112309000000${n}`,
          st: "31",
          cn: "2011",
          pw: `12345${n}`,
          mn: MN,
          flag: 5,
          cp: "DataTime=20261123090000",
        }),
      ).replace(/[0-9A-F]{4}\r\n$/, (crc) => crc.toLowerCase()),
      "latin1",
    ),
  );
  for (const payload of [lower, ...odd, Buffer.from("##0099PW=123456;&&ab12\r\n")]) await writer.append(frame(payload));

  const read = await new EntrySource(reader, new RegistryTimeline()).read(0, 20);

  const quirks = read.flatMap(({ content }) => (content.kind === "message" ? [content.message.quirks] : []));
  const wanted = [lower, ...odd].map((payload) => (/[a-f][^&]*$/.test(textOf(payload)) ? ["crc-lowercase"] : []));
  expect(wanted.flat()).not.toHaveLength(0);
  expect(quirks).toEqual([...wanted, []]);
});
