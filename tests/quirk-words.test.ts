import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { QUIRKS } from "../ingest/codecs/hj212/quirks.ts";

test.each(["zh", "en"])("the pages have a word in %s for every deviation that the decoder accepts, and for no other", (lang) => {
  // The pages are a project of their own, which this one cannot import.
  const source = readFileSync(join(import.meta.dirname, `../web/src/i18n/${lang}-quirks.ts`), "utf8");
  const named = [...source.matchAll(/^ {2}"quirk\.([a-z0-9-]+)":/gm)].map((match) => match[1]);

  expect(named.sort()).toEqual(Object.keys(QUIRKS).sort());
});
