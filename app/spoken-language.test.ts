import { expect, test } from "vitest";
import { languageOfLocale } from "./spoken-language.ts";

test.each([
  [{ LANG: "zh_CN.UTF-8" }, "zh"],
  [{ LANG: "zh" }, "zh"],
  [{ LANG: "en_US.UTF-8" }, "en"],
  [{ LANG: "C" }, "en"],
  [{}, "en"],
  [{ LANG: "zha_CN" }, "en"],
  [{ LC_ALL: "en_US.UTF-8", LANG: "zh_CN.UTF-8" }, "en"],
  [{ LC_ALL: "", LANG: "zh_CN.UTF-8" }, "zh"],
  [{ LC_MESSAGES: "zh_CN.UTF-8", LANG: "en_US.UTF-8" }, "zh"],
])("with the locale %j the command line speaks %s", (environment, language) => {
  expect(languageOfLocale(environment)).toBe(language);
});
