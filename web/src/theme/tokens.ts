import { theme as antd, type ThemeConfig } from "antd";

/** The colours of one appearance. State colours mean a state and nothing else; compliant has none. */
export interface Tokens {
  readonly paper: string;
  readonly panel: string;
  readonly hover: string;
  readonly selected: string;
  readonly ink: string;
  readonly ink2: string;
  readonly line: string;
  readonly bar: string;
  readonly brand: string;
  readonly brandInk: string;
  readonly exceeding: string;
  readonly warning: string;
  readonly unsure: string;
  readonly exempt: string;
  readonly exemptBand: string;
}

export const LIGHT: Tokens = {
  paper: "#ffffff",
  panel: "#f6f7f8",
  hover: "#f0f2f4",
  selected: "#e4eeee",
  ink: "#1a1e22",
  ink2: "#58616a",
  line: "#d9dde1",
  bar: "#aab2ba",
  brand: "#0f6b6b",
  brandInk: "#ffffff",
  exceeding: "#c4161c",
  warning: "#8f5400",
  unsure: "#5f6871",
  exempt: "#0a5bb0",
  exemptBand: "rgba(10, 91, 176, 0.10)",
};

export const DARK: Tokens = {
  paper: "#15181b",
  panel: "#1c2024",
  hover: "#23282d",
  selected: "#1f3334",
  ink: "#e5e8eb",
  ink2: "#a1a9b1",
  line: "#343a40",
  bar: "#5f6973",
  brand: "#5cc4bd",
  brandInk: "#0d1414",
  exceeding: "#ff7069",
  warning: "#e5a63c",
  unsure: "#a1a9b1",
  exempt: "#70b5ff",
  exemptBand: "rgba(112, 181, 255, 0.14)",
};

/** System fonts only: nothing is fetched, and Chinese has a face on every desk. */
export const FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif';

/** The tokens as CSS variables on an element: `exemptBand` becomes `--exempt-band`. */
export function applyTokens(element: HTMLElement, tokens: Tokens): void {
  for (const [name, value] of Object.entries(tokens)) {
    element.style.setProperty(`--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, value as string);
  }
}

/** The same tokens for the component library. */
export function antdTheme(tokens: Tokens, isDark: boolean): ThemeConfig {
  return {
    algorithm: isDark ? [antd.darkAlgorithm, antd.compactAlgorithm] : [antd.defaultAlgorithm, antd.compactAlgorithm],
    token: {
      fontFamily: FONT,
      fontSize: 14,
      borderRadius: 3,
      colorPrimary: tokens.brand,
      colorLink: tokens.brand,
      colorError: tokens.exceeding,
      colorSuccess: tokens.ink2,
      colorWarning: tokens.warning,
      colorInfo: tokens.exempt,
      colorTextBase: tokens.ink,
      colorBgBase: tokens.paper,
      colorBorder: tokens.line,
      colorTextDescription: tokens.ink2,
      colorTextPlaceholder: tokens.ink2,
      motion: false,
      controlHeight: 32,
      boxShadow: "none",
    },
    components: {
      Segmented: { itemColor: tokens.ink2, itemHoverColor: tokens.ink },
      Button: { primaryColor: tokens.brandInk, primaryShadow: "none", defaultShadow: "none", dangerShadow: "none" },
    },
  };
}
