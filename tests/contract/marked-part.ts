import { expect, test } from "vitest";
import type { MarkedPart } from "../../core/installation/marked-part.ts";

export interface MarkedPartUnderTest {
  /** Opens the same store again, as another process would. */
  readonly open: () => MarkedPart;
  /** A store that is on a server is there before anybody has written to it. */
  readonly isThereAtFirst: boolean;
  /** True where each installation leaves its own mark. */
  readonly keepsAll?: boolean;
  readonly keepsProof?: boolean;
}

/** What every store must do that is compared at the start. */
export function testMarkedPart(name: string, create: () => Promise<MarkedPartUnderTest>): void {
  const FIRST = { installation: "11111111-1111-4111-8111-111111111111", keyProof: "proof-1" };
  const SECOND = { installation: "22222222-2222-4222-8222-222222222222", keyProof: "proof-2" };

  test(`${name}: a store that nobody has marked says so, and looking changes nothing`, async () => {
    const { open, isThereAtFirst } = await create();

    const [first, second] = [await open().look(), await open().look()];

    expect(first?.marks).toEqual(isThereAtFirst ? [] : undefined);
    expect(second).toEqual(first);
  });

  test(`${name}: a mark is found by whoever opens the store, and marking again changes nothing`, async () => {
    const { open, keepsProof = true } = await create();
    await open().mark(FIRST);
    await open().mark(FIRST);

    const state = await open().look();

    expect(state).toMatchObject({ place: 0, marks: [{ ...FIRST, ...(keepsProof ? {} : { keyProof: "" }) }] });
    expect(state?.marks).toHaveLength(1);
  });

  test(`${name}: the mark of another installation is seen`, async () => {
    const { open, keepsAll = false } = await create();
    await open().mark(FIRST);
    await open().mark(SECOND);

    const found = (await open().look())?.marks.map(({ installation }) => installation).sort();

    expect(found).toEqual(keepsAll ? [FIRST.installation, SECOND.installation] : [FIRST.installation]);
  });
}
