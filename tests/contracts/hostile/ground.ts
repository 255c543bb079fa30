// SPDX-License-Identifier: Apache-2.0 OR MIT
// What hostile scripts must not get at, planted in the host and in a session beside theirs.

import { join } from "node:path";
import { closedPolicy, hostFunctions } from "../../../lib/api/mod.ts";
import type { EngineHost } from "../../../lib/contracts/mod.ts";
import { SharedStore } from "../../../lib/store/mod.ts";

/** Name of the environment variable that is planted. */
export const secretVariable = "LLMSPELL_SECRET";

const endings = ["lua", "js", "py", "json"] as const;

/** Secrets on the host; disposing takes them away. */
export class Ground implements Disposable {
  readonly #folder = Deno.makeTempDirSync({ prefix: "llmspell-hostile-" });
  /** What is in the file, in the variable and in the other session: nowhere else. */
  readonly secrets: { readonly file: string; readonly variable: string; readonly session: string };

  /** Plants a file, links to it beside the script, and a variable. */
  constructor() {
    const secret = (what: string): string => `${what}${crypto.randomUUID().replaceAll("-", "")}`;
    this.secrets = { file: secret("f"), variable: secret("v"), session: secret("s") };
    Deno.writeTextFileSync(this.secretFile, this.secrets.file);
    Deno.env.set(secretVariable, this.secrets.variable);
    Deno.mkdirSync(this.#modules);
    for (const ending of endings) {
      const outside = join(this.#folder, `outside.${ending}`);
      Deno.writeTextFileSync(outside, this.secrets.file);
      Deno.symlinkSync(outside, join(this.#modules, `link.${ending}`));
    }
    Deno.writeTextFileSync(join(this.#modules, "notes.txt"), this.secrets.file);
  }

  /** Path of the file that no script may read. */
  get secretFile(): string {
    return join(this.#folder, "secret.txt");
  }

  get #modules(): string {
    return join(this.#folder, "modules");
  }

  /** Host functions as a kernel has them that grants nothing. */
  get call(): EngineHost["call"] {
    return hostFunctions({
      policy: closedPolicy,
      folder: this.#modules,
      moduleFolders: [this.#modules],
      env: (name) => Deno.env.get(name),
      state: new SharedStore(1_000_000),
    });
  }

  /** The secrets that stand in a value, whatever its shape. */
  found(value: unknown): string[] {
    const text = JSON.stringify(
      value,
      (_key, item: unknown) => item instanceof Uint8Array ? new TextDecoder().decode(item) : item,
    ) ?? "";
    return Object.entries(this.secrets).flatMap(([what, secret]) =>
      text.includes(secret) ? [what] : []
    );
  }

  [Symbol.dispose](): void {
    Deno.env.delete(secretVariable);
    Deno.removeSync(this.#folder, { recursive: true });
  }
}
