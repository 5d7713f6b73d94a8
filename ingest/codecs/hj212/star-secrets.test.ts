import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type CrcVariant, crcInVariant, formatCrc } from "./crc.ts";
import { type DecodeOptions, decodeFrame } from "./decode-frame.ts";
import { encodeFrame } from "./encode-frame.ts";
import { encryptSegment } from "./encrypted-segment.ts";
import { starPlain } from "./star-plain.ts";
import { type StarOptions, searchSecrets, starSecrets, withoutSecrets } from "./star-secrets.ts";

const KEY = new TextEncoder().encode("0123456789abcdef");
const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

/** No character of it stands anywhere else in a message of these tests. */
const password = fc.string({ unit: fc.constantFrom(..."zqjkZQJK!%^~?"), minLength: 4, maxLength: 12 });
const variant = fc.constantFrom<CrcVariant>("standard", "swapped", "modbus", "modbus-swapped");

/** How a frame is written. */
interface Written {
  readonly crc: CrcVariant;
  readonly form: "clear" | "bytes" | "hex" | "braces";
  readonly key: string;
  readonly area: string;
  readonly digits: "padded" | "short" | "lower";
  readonly damage: "none" | "length" | "crc" | "byte" | "cut" | "glued" | "no-head" | "no-closing";
  readonly tail: string;
}

const written: fc.Arbitrary<Written> = fc.record({
  crc: variant,
  form: fc.constantFrom("clear", "clear", "bytes", "hex", "braces"),
  key: fc.constantFrom("PW=", "pw=", " PW = ", "Pw =", "PW\t="),
  area: fc.constantFrom(
    "DataTime=20260101000000;a21026-Rtd=1.5,a21026-Flag=N;w01018-Rtd=35.2,w01018-Flag=N",
    "DataTime=20260101000000;i11001-Info=//what, ever//;disk=5;a21026-Rtd=1.5",
    "Ack=1",
  ),
  digits: fc.constantFrom("padded", "padded", "short", "lower"),
  damage: fc.constantFrom("none", "none", "none", "length", "crc", "byte", "cut", "glued", "no-head", "no-closing"),
  tail: fc.constantFrom("\r\n", "\n", "", " \r\n"),
});

function areaText(segment: Uint8Array, form: Written["form"]): Uint8Array {
  const text = textOf(segment);
  const from = text.indexOf("CP=&&") + 5;
  const groups = segment.length - 2 - from - ((segment.length - 2 - from) % 16);
  const hex = Buffer.from(segment.subarray(from, from + groups)).toString("hex");
  const said = form === "hex" ? hex : `{${(hex.match(/../g) ?? []).map((pair) => `0x${pair}`).join(",")}}`;
  return latin1(text.slice(0, from) + said + text.slice(from + groups));
}

function frameOf(pw: string, { crc, form, key, area, digits, damage, tail }: Written): Uint8Array {
  const closing = damage === "no-closing" && form === "clear" ? "" : "&&";
  const plain = latin1(`QN=20260101000000001;ST=31;CN=2011;${key}${pw};MN=SIM1;Flag=5;CP=&&${area}${closing}`);
  const hidden = form === "clear" || plain.length < 100 ? plain : encryptSegment(plain, KEY);
  const wire = hidden !== plain && (form === "hex" || form === "braces") ? areaText(hidden, form) : hidden;
  const printed = crcInVariant(plain, crc) ^ (damage === "crc" ? 0x0123 : 0);
  const padded = digits === "lower" ? formatCrc(printed).toLowerCase() : formatCrc(printed);
  // Of an encrypted frame that is refused nobody knows whether a key or digits are missing.
  const shown =
    digits === "short" && (hidden === plain || (damage === "none" && tail !== " \r\n")) ? padded.replace(/^0{1,3}/, "") : padded;
  if (damage === "no-head") return latin1(textOf(wire) + formatCrc(printed) + tail);
  const length = String(plain.length + (damage === "length" ? 7 : 0)).padStart(4, "0");
  const frame = latin1(`##${length}${textOf(wire)}${shown}${tail}`);
  if (damage === "byte") frame[10] = 0x21;
  if (damage === "cut") return frame.slice(0, frame.length - 9);
  return damage === "glued" ? latin1(textOf(frame).repeat(2)) : frame;
}

/** What a message says, with its password starred, and its deviations in any order. */
function said(bytes: Uint8Array, options: DecodeOptions, quirks: readonly string[] = []): unknown {
  const decoded = decodeFrame(bytes, options);
  if (!decoded.ok) return { code: decoded.error.code, detail: decoded.error.detail };
  const { pw, pairs, ...message } = decoded.value;
  return { ...message, pairs, pw: "*".repeat(pw.length), quirks: [...new Set([...message.quirks, ...quirks])].sort() };
}

/**
 * A CRC that is wrong for the device fits in another variant now and then, and one of a damaged encrypted frame its
 * encrypted bytes: what is taken for something else by chance is no matter of stars.
 */
function isTakenByChance(raw: Uint8Array, { crc, form, damage }: Written): boolean {
  const withKey = { crc, sm4Key: KEY };
  const isOther = (options: DecodeOptions): boolean => JSON.stringify(said(raw, options)).includes("crc-other-variant");
  if (isOther(withKey) || form === "clear") return isOther(withKey);
  return isOther({ crc }) || decodeFrame(raw, { crc }).ok || (damage !== "none" && decodeFrame(raw, withKey).ok);
}

// Behaviour
test("whatever a device sends, its password is starred in what is kept, which reads and is refused as what came", () => {
  fc.assert(
    fc.property(password, written, fc.boolean(), (pw, how, isKeyKnown) => {
      const raw = frameOf(pw, how);
      fc.pre(!isTakenByChance(raw, how));
      const options: StarOptions = { crc: how.crc, ...(isKeyKnown && { sm4Key: KEY }) };
      const starred = starSecrets(raw, options);

      expect(starred && textOf(starred.bytes)).not.toContain(pw);
      expect(starred && said(starred.bytes, { crc: how.crc, sm4Key: KEY }, starred.quirks)).toEqual(
        said(raw, { crc: how.crc, sm4Key: KEY }),
      );
    }),
    { numRuns: 2_000 },
  );
});

// Behaviour
test("a starred message hints at its password by nothing, its CRC included", () => {
  fc.assert(
    fc.property(password, password, written, fc.boolean(), (one, other, how, isKeyKnown) => {
      const options: StarOptions = { crc: how.crc, ...(isKeyKnown && { sm4Key: KEY }) };
      const sent = [one, other].map((pw) => frameOf(pw.slice(0, 4), how.digits === "short" ? { ...how, digits: "padded" } : how));
      fc.pre(!sent.some((raw) => isTakenByChance(raw, how)));

      const [a, b] = sent.map((raw) => textOf(withoutSecrets(raw, options)));
      expect(a).toBe(b);
    }),
    { numRuns: 2_000 },
  );
});

test("every frame of the field and of others reads the same without its passwords", () => {
  const lines = ["packets", "frames-of-others"].flatMap((name) =>
    readFileSync(new URL(`../../../tests/golden/hj212/${name}.jsonl`, import.meta.url), "utf8")
      .trim()
      .split("\n"),
  );
  const frames = lines.map((line) => new TextEncoder().encode((JSON.parse(line) as { readonly raw: string }).raw));
  let count = 0;
  for (const raw of frames) {
    const starred = starSecrets(raw);
    if (starred === undefined) continue;
    count++;
    const before = said(raw, {}) as { readonly dataArea?: string; readonly pairs?: unknown };
    const after = said(starred.bytes, {}, starred.quirks) as typeof before;
    // The data area of a change of passwords is another one, and so are its pairs.
    if (/(?:PW|SK)=/i.test(before.dataArea ?? "")) expect(after.dataArea).toMatch(/(?:PW|SK)=\*/i);
    else expect(after).toEqual(before);
  }
  expect(count).toBeGreaterThan(200);
});

test.each([
  ["CP=&&NewPW=12,34;a-Rtd=1&&", "CP=&&NewPW=**,**;a-Rtd=1&&"],
  ["CP=&&newsk = ab==, oldPW=9 9&&", "CP=&&newsk = ****, oldPW=* *&&"],
  ["CP=&&NewPW=12,a-Rtd=1&&", "CP=&&NewPW=**,a-Rtd=1&&"],
  ["PW=1&2CP=&&a-Rtd=1&&", "PW=***CP=&&a-Rtd=1&&"],
  ["CP=&&i-Info=//PW=12 a//;a-Rtd=1&&", "CP=&&i-Info=//PW=** *//;a-Rtd=1&&"],
  ["CP=&&disk=5;xPW=7;a_SK=1&&", undefined],
  ["SPW and no key", undefined],
  ["PW=****;MN=1", undefined],
  ['{"a":"##PW=1\\"2","b":"PW = 12;3"}', '{"a":"##PW=*\\"2","b":"PW = **;3"}'],
  ["##PW=12", "##PW=**"],
  ["##0010PW=12;MN=1;", "##0010PW=**;MN=1;"],
])("%s is kept as %s", (text, kept) => {
  const starred = starSecrets(latin1(text));
  expect(starred && textOf(starred.bytes)).toBe(kept);
  expect(textOf(withoutSecrets(latin1(text)))).toBe(kept ?? text);
});

test("of a password at the end of an encrypted data area nothing stands in clear behind the last whole group", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 10, max: 15 }), fc.boolean(), (before, length, isKnown) => {
      const secret = "a7Kq_zR9xWv2LmT".slice(0, length);
      const cp = `DataTime=20261123080000;i1-Info=${"i".repeat(before)};NewPW=${secret}`;
      const items = { qn: "20261123080000001", st: "31", cn: "3020", pw: "123456", mn: "M1", flag: 9, cp };
      const raw = encodeFrame(items, { sm4Key: KEY });
      const shown = Buffer.from(withoutSecrets(raw, isKnown ? { sm4Key: KEY } : {}));

      // Without the key nobody knows that what stands there is a password, unless its name is there, too.
      if (isKnown) for (let i = 0; i + 4 <= length; i++) expect(shown.includes(secret.slice(i, i + 4))).toBe(false);
      expect(shown.includes(`PW=${secret}`)).toBe(false);
      const read = decodeFrame(shown, { sm4Key: KEY });
      expect(read).toMatchObject({ ok: true, value: { cn: "3020", mn: "M1" } });
      if (read.ok) expect(read.value.dataArea.length).toBe(cp.length);
    }),
  );
});

test("a wrong CRC that the stars would make right in another variant is printed as one that fits in none", () => {
  // By its place in the length field one of about a hundred passwords is such a case.
  let tried = 0;
  for (let n = 0; n < 2_000; n++) {
    const segment = `QN=20260101000000001;ST=31;CN=2011;PW=${100_000 + n};MN=SIM1;Flag=5;CP=&&a-Rtd=1&&`;
    const raw = latin1(`##${String(segment.length).padStart(4, "0")}${segment}${formatCrc(0x5a00 + (n & 0xff))}\r\n`);
    if (decodeFrame(raw).ok) continue;
    const { bytes } = starSecrets(raw, { crc: "modbus" }) ?? { bytes: raw };
    tried++;
    expect(decodeFrame(bytes)).toEqual(decodeFrame(raw));
  }
  expect(tried).toBeGreaterThan(1_900);
});

const PLAIN = { crc: "standard", form: "clear", key: "PW=", digits: "padded", damage: "none", tail: "\r\n" } as const;

/** A frame with a few bytes of it changed, its CRC made right again or not: each condition of the short way is met and
 * missed. */
const nearlyPlain = fc
  .record({
    how: written,
    isPlain: fc.boolean(),
    pw: fc.stringMatching(/^[A-Za-z0-9]{1,8}$/),
    changes: fc.array(fc.tuple(fc.nat(200), fc.constantFrom(...";&=PWpwSKsk,#A0 \n\u00e9")), { maxLength: 2 }),
  })
  .map(({ how, isPlain, pw, changes }) => {
    const raw = frameOf(pw, isPlain ? { ...PLAIN, area: how.area } : { ...how, crc: "standard" });
    const to = raw.length - 6;
    for (const [at, byte] of changes) if (at < to) raw[at] = byte.charCodeAt(0);
    if (isPlain) raw.set(latin1(formatCrc(crcInVariant(raw.subarray(6, to), "standard"))), to);
    return raw;
  });

test("the short way says the same as the whole search, or leaves the message to it", () => {
  let took = 0;
  fc.assert(
    fc.property(nearlyPlain, (raw) => {
      const plain = starPlain(raw);
      if (plain === undefined) return;
      took += plain === null ? 0 : 1;
      const searched = searchSecrets(raw);

      expect(plain === null ? undefined : textOf(plain)).toBe(searched && textOf(searched.bytes));
      expect(searched?.quirks ?? []).toEqual([]);
    }),
    { numRuns: 5_000 },
  );

  expect(took).toBeGreaterThan(100);
});

test.each([
  ["##0059QN=1;ST=31;CN=2011;PW=K7XQ2M;MN=SIM1;Flag=5;CP=&&Ack=1&&", true],
  ["##0048QN=1;ST=31;CN=2011;MN=SIM1;Flag=5;CP=&&Ack=1&&", null],
])("a frame as the standard prints it goes the short way: %s", (text, hasPassword) => {
  const segment = text.slice(6);
  const frame = latin1(
    `##${String(segment.length).padStart(4, "0")}${segment}${formatCrc(crcInVariant(latin1(segment), "standard"))}\r\n`,
  );

  expect(starPlain(frame) === null ? null : starPlain(frame) !== undefined).toBe(hasPassword);
});

test("a data area that only looks encrypted is kept byte by byte, and its password goes all the same", () => {
  const segment = latin1(`ST=31;CN=2011;PW=K7XQ2M;MN=SIM1;Flag=5;CP=&&${"\u00e9".repeat(32)}&&`);
  const crc = formatCrc(crcInVariant(segment, "standard"));
  const starred = starSecrets(latin1(`##${String(segment.length).padStart(4, "0")}${textOf(segment)}${crc}\r\n`));

  expect(starred && textOf(starred.bytes)).toContain(`PW=******;MN=SIM1;Flag=5;CP=&&${"\u00e9".repeat(32)}&&`);
});
