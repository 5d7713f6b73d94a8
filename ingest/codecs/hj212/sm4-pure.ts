/** The S-box of GB/T 32907. */
const S_BOX = Uint8Array.from(
  Buffer.from(
    "d690e9fecce13db716b614c228fb2c052b679a762abe04c3aa44132649860699" +
      "9c4250f491ef987a33540b43edcfac62e4b31ca9c908e89580df94fa758f3fa6" +
      "4707a7fcf37317ba83593c19e6854fa8686b81b27164da8bf8eb0f4b70569d35" +
      "1e240e5e6358d1a225227c3b01217887d40046579fd327524c3602e7a0c4c89e" +
      "eabf8ad240c738b5a3f7f2cef96115a1e0ae5da49b341a55ad933230f58cb1e3" +
      "1df6e22e8266ca60c02923ab0d534e6fd5db3745defd8e2f03ff6a726d6c5b51" +
      "8d1baf92bbddbc7f11d95c411f105ad80ac13188a5cd7bbd2d74d012b8e5b4b0" +
      "8969974a0c96777e65b9f109c56ec68418f07dec3adc4d2079ee5f3ed7cb3948",
    "hex",
  ),
);
const FAMILY_KEY = [0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc] as const;
const BLOCK_BYTES = 16;
const ROUNDS = 32;

/** Encrypts or decrypts whole 16-byte blocks with SM4 in ECB mode, without OpenSSL. */
export function sm4Blocks(key: Uint8Array, blocks: Uint8Array, direction: "encrypt" | "decrypt"): Uint8Array {
  const expanded = roundKeys(key);
  const keys = direction === "encrypt" ? expanded : expanded.toReversed();
  const out = new Uint8Array(blocks.length);
  for (let at = 0; at < blocks.length; at += BLOCK_BYTES)
    block(keys, { from: wordsAt(blocks, at), into: new DataView(out.buffer, at) });
  return out;
}

function block(keys: readonly number[], { from, into }: { readonly from: Words; readonly into: DataView }): void {
  let [a, b, c, d] = from;
  for (const key of keys) [a, b, c, d] = [b, c, d, a ^ mixed(substituted(b ^ c ^ d ^ key))];
  for (const [i, word] of [d, c, b, a].entries()) into.setInt32(i * 4, word);
}

function roundKeys(key: Uint8Array): readonly number[] {
  let [a, b, c, d] = wordsAt(key, 0).map((word, i) => word ^ (FAMILY_KEY[i] as number)) as [number, number, number, number];
  return Array.from({ length: ROUNDS }, (_, round) => {
    [a, b, c, d] = [b, c, d, a ^ keyMixed(substituted(b ^ c ^ d ^ roundConstant(round)))];
    return d;
  });
}

type Words = readonly [number, number, number, number];

function wordsAt(bytes: Uint8Array, at: number): Words {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, BLOCK_BYTES);
  return [view.getInt32(0), view.getInt32(4), view.getInt32(8), view.getInt32(12)];
}

/** Four bytes, each seven more than the one before, from seven times four times the round. */
function roundConstant(round: number): number {
  const byte = (i: number): number => ((4 * round + i) * 7) & 0xff;
  return (byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3);
}

function substituted(word: number): number {
  const byte = (shift: number): number => S_BOX[(word >>> shift) & 0xff] as number;
  return (byte(24) << 24) | (byte(16) << 16) | (byte(8) << 8) | byte(0);
}

function mixed(word: number): number {
  return word ^ rotated(word, 2) ^ rotated(word, 10) ^ rotated(word, 18) ^ rotated(word, 24);
}

function keyMixed(word: number): number {
  return word ^ rotated(word, 13) ^ rotated(word, 23);
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
