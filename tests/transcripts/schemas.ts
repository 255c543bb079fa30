// SPDX-License-Identifier: Apache-2.0 OR MIT
// The schemas of the conformance suite, for messages that pass through a transcript.

import { Ajv2020 } from "ajv/dist/2020.js";

/** A whole message, as the schemas see it. */
export interface WholeMessage {
  readonly header: { readonly msg_type: string };
  readonly parent_header: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly content: Record<string, unknown>;
}

/** Says what is wrong with a message, or nothing. */
export type Check = (message: WholeMessage) => string | undefined;

/** Reads all schemas of a folder. */
export async function loadSchemas(folder: URL): Promise<Check> {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".json")) {
      ajv.addSchema(JSON.parse(await Deno.readTextFile(new URL(name, folder))), name);
    }
  }
  return (message) => {
    const validate = ajv.getSchema(`${message.header.msg_type}.json`);
    if (!validate) return `no schema for ${message.header.msg_type}`;
    return validate(message) ? undefined : ajv.errorsText(validate.errors);
  };
}
