import { lifted, UPCASTERS, type Upcasters } from "./upcasters.ts";

/**
 * What is stored as a document, beside the rows of collections, whose declarations name their version: what was decided
 * and who may ask, what is known of devices, and the detail of a rejection in the quarantine.
 */
export type DocumentKind =
  | "registry"
  | `document/${"period" | "finding" | "timeline-line" | "deadline" | "outcome" | "command" | "event" | "user" | "token"}`
  | `document/${"exchange" | "device-state" | "gap" | "refusal"}`
  | "document/reject-detail";

/**
 * The one place that writes and reads stored documents with their version. The present version of a kind is one more
 * than it has steps; an older document is lifted whenever it is read and written in the present form with its next
 * change, so a new version costs no walk through the tables. A step that changes what a column beside the document
 * repeats comes with a migration. Lines of the audit are not among them: their exact text is chained.
 */
export class Documents {
  readonly #upcasters: Upcasters;

  constructor(upcasters: Upcasters = UPCASTERS) {
    this.#upcasters = upcasters;
  }

  /** The JSON text to store. */
  write(kind: DocumentKind, document: object): string {
    const text = JSON.stringify(document);
    return text === "{}" ? `{"documentVersion":${this.#versionOf(kind)}}` : `${this.#headOf(kind)}${text.slice(1)}`;
  }

  /**
   * The document in the form that this build knows.
   * @throws UnknownVersionError when a newer build wrote it: to read on would be to guess.
   */
  read<T>(kind: DocumentKind, text: string): T {
    const head = this.#headOf(kind);
    // The present form has its version in front: to leave it out of the text costs less than to copy all parts but it.
    if (text.startsWith(head)) return JSON.parse(`{${text.slice(head.length)}`) as T;
    const { documentVersion, ...document } = JSON.parse(text) as { readonly documentVersion: number };
    return lifted(document, kind, { stored: documentVersion, wanted: this.#versionOf(kind) }, this.#upcasters) as T;
  }

  /** True when an older build may have written documents of this kind in another form. */
  hasOlderForms(kind: DocumentKind): boolean {
    return this.#versionOf(kind) > 1;
  }

  /** What a document of the present version begins with. */
  #headOf(kind: DocumentKind): string {
    return `{"documentVersion":${this.#versionOf(kind)},`;
  }

  #versionOf(kind: DocumentKind): number {
    return (this.#upcasters[kind]?.length ?? 0) + 1;
  }
}
