import { readFile } from "node:fs/promises";
import type { SecureContextOptions } from "node:tls";

/** Files in PEM. With an authority (`caFile`) every client must show a certificate of it. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile?: string | undefined;
}

/** Reads the files. @throws the error of the file system, with the name of the file in it. */
export async function loadTlsMaterial(files: TlsFiles): Promise<SecureContextOptions> {
  const [cert, key, ca] = await Promise.all([
    readFile(files.certFile),
    readFile(files.keyFile),
    files.caFile === undefined ? undefined : readFile(files.caFile),
  ]);
  return { cert, key, ca, minVersion: "TLSv1.2" };
}
