/** A text within source: what stands in quotes, in a template (without its expressions) or in a regular expression. */
export interface Quoted {
  readonly kind: "string" | "template" | "regexp";
  readonly line: number;
  readonly text: string;
}

export interface SplitSource {
  /** The source without comments, each quoted text as `""`, line by line. */
  readonly code: string;
  readonly quoted: readonly Quoted[];
}

/**
 * Splits TypeScript into code and quoted texts. Knows as much of the grammar as that needs, and takes text of JSX for
 * code.
 */
export function splitSource(source: string): SplitSource {
  return new Splitter(source).split();
}

class Splitter {
  readonly #source: string;
  readonly #quoted: Quoted[] = [];
  /** Braces that are open in each template expression that is open. */
  readonly #braces: number[] = [];
  #at = 0;
  #line = 1;
  #code = "";

  constructor(source: string) {
    this.#source = source;
  }

  split(): SplitSource {
    while (this.#at < this.#source.length) this.#step();
    return { code: this.#code, quoted: this.#quoted };
  }

  #step(): void {
    const two = this.#source.slice(this.#at, this.#at + 2);
    const one = two.slice(0, 1);
    if (two === "//") this.#skipTo("\n", 0);
    else if (two === "/*") this.#skipTo("*/", 2);
    else if (one === '"' || one === "'") this.#take("string", this.#endOfString(one));
    else if (one === "/" && this.#mayBeginRegExp()) this.#take("regexp", this.#endOfRegExp());
    else if (one === "`") this.#template();
    else if (one === "}" && this.#braces.at(-1) === 0) {
      this.#braces.pop();
      this.#template();
    } else {
      if (one === "{" || one === "}") this.#count(one === "{" ? 1 : -1);
      this.#code += one;
      this.#pass(1);
    }
  }

  #count(change: 1 | -1): void {
    const open = this.#braces.pop();
    if (open !== undefined) this.#braces.push(open + change);
  }

  #pass(length: number): void {
    const passed = this.#source.slice(this.#at, this.#at + length);
    this.#line += passed.split("\n").length - 1;
    this.#at += length;
  }

  /** Keeps the line breaks of what is skipped, so that lines of `code` are lines of the source. */
  #skipTo(end: string, endLength: number): void {
    const found = this.#source.indexOf(end, this.#at + endLength);
    const length = (found < 0 ? this.#source.length : found + endLength) - this.#at;
    this.#code += "\n".repeat(this.#source.slice(this.#at, this.#at + length).split("\n").length - 1);
    this.#pass(length);
  }

  #take(kind: Quoted["kind"], end: number): void {
    const text = this.#source.slice(this.#at + 1, end);
    this.#quoted.push({ kind, line: this.#line, text });
    this.#code += '""';
    this.#pass(end + 1 - this.#at);
  }

  #endOfString(quote: string): number {
    let at = this.#at + 1;
    while (at < this.#source.length && this.#source[at] !== quote && this.#source[at] !== "\n")
      at += this.#source[at] === "\\" ? 2 : 1;
    return at;
  }

  /**
   * A slash divides after a value, a name or a closing bracket, and begins a regular expression after everything else.
   */
  #mayBeginRegExp(): boolean {
    const before = this.#code.trimEnd();
    if (/\b(return|typeof|case|in|of)$/.test(before)) return this.#endOfRegExp() > this.#at;
    return !/[\w$)\]}"<]$/.test(before) && this.#endOfRegExp() > this.#at;
  }

  /** Where the closing slash stands; the beginning when there is none on the line. */
  #endOfRegExp(): number {
    let isInClass = false;
    for (let at = this.#at + 1; at < this.#source.length; at++) {
      const one = this.#source[at];
      if (one === "\n") break;
      if (one === "\\") at += 1;
      else if (one === "[") isInClass = true;
      else if (one === "]") isInClass = false;
      else if (one === "/" && !isInClass) return at;
    }
    return this.#at;
  }

  /**
   * From a backtick, or from the brace that closes an expression, to the end of the template or to its next expression.
   */
  #template(): void {
    let at = this.#at + 1;
    while (at < this.#source.length && this.#source[at] !== "`" && this.#source.slice(at, at + 2) !== "${") {
      at += this.#source[at] === "\\" ? 2 : 1;
    }
    const hasExpression = this.#source[at] === "$";
    this.#take("template", at);
    if (!hasExpression) return;
    this.#braces.push(0);
    this.#pass(1);
  }
}
