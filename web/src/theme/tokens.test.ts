import { theme } from "antd";
import { expect, test } from "vitest";
import { antdTheme, applyTokens, DARK, LIGHT } from "./tokens.ts";

test("a token is a CSS variable of its name, written as CSS writes names", () => {
  const written = new Map<string, string>();
  const style = { setProperty: (name: string, value: string) => written.set(name, value) };

  applyTokens({ style } as unknown as HTMLElement, LIGHT);

  expect(written.get("--exempt-band")).toBe(LIGHT.exemptBand);
  expect(written.get("--ink")).toBe(LIGHT.ink);
  expect(written.size).toBe(Object.keys(LIGHT).length);
});

test("the component library takes the same colours, and is dark when the page is", () => {
  expect(antdTheme(DARK, true)).toMatchObject({ token: { colorTextBase: DARK.ink, colorBgBase: DARK.paper } });
  expect(antdTheme(DARK, true).algorithm).toContain(theme.darkAlgorithm);
  expect(antdTheme(LIGHT, false).algorithm).toContain(theme.defaultAlgorithm);
});
