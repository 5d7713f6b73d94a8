import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An authority that exists for one test file, made by `openssl`, which Node has no words for. */
export class Authority implements Disposable {
  readonly #directory: string;
  readonly caFile: string;

  private constructor(directory: string) {
    this.#directory = directory;
    this.caFile = join(directory, "ca.pem");
  }

  /** `undefined` where `openssl` is missing. */
  static create(): Authority | undefined {
    const authority = new Authority(mkdtempSync(join(tmpdir(), "outfall-certificates-")));
    try {
      authority.#openssl(["req", "-x509", ...NEW_KEY, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=test"]);
      return authority;
    } catch {
      authority[Symbol.dispose]();
      return undefined;
    }
  }

  /** A certificate for the loopback address, or for a client, with this common name; `name` is that of its files. */
  issue(name: string, commonName: string): { readonly certFile: string; readonly keyFile: string } {
    writeFileSync(join(this.#directory, "extensions"), "subjectAltName=IP:127.0.0.1\n");
    this.#openssl(["req", ...NEW_KEY, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${commonName}`]);
    const signer = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "extensions"];
    this.#openssl(["x509", "-req", "-in", `${name}.csr`, "-out", `${name}.pem`, ...signer]);
    return { certFile: join(this.#directory, `${name}.pem`), keyFile: join(this.#directory, `${name}.key`) };
  }

  /** The same, read, in the form in which a TLS client takes it. */
  clientOptions(name: string, commonName: string): { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer } {
    const { certFile, keyFile } = this.issue(name, commonName);
    return { ca: readFileSync(this.caFile), cert: readFileSync(certFile), key: readFileSync(keyFile) };
  }

  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #openssl(args: readonly string[]): void {
    execFileSync("openssl", args, { cwd: this.#directory, stdio: "ignore" });
  }
}

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
