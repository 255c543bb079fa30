// SPDX-License-Identifier: Apache-2.0 OR MIT
// Connection files and registration files: read, check, make, write.

import { dirname } from "node:path";
import { z } from "zod";
import { connectionFileInvalid, issues } from "./errors.ts";

/** Names of the five ports in a connection file. */
export const PORT_NAMES: readonly [
  "shell_port",
  "iopub_port",
  "stdin_port",
  "control_port",
  "hb_port",
] = Object.freeze(["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"]);

const transport = z.enum(["tcp", "ipc"]);
const scheme = z.literal("hmac-sha256");
const z85 = z.string().length(40);
const port = z.int().min(0).max(65_535);
const connectionSchema = z.object({
  transport: transport.default("tcp"),
  ip: z.string().min(1),
  shell_port: port,
  iopub_port: port,
  stdin_port: port,
  control_port: port,
  hb_port: port,
  key: z.string(),
  signature_scheme: scheme.default("hmac-sha256"),
  kernel_name: z.string().optional(),
  curve_publickey: z85.optional(),
  curve_secretkey: z85.optional(),
}).refine((file) => (file.curve_publickey === undefined) === (file.curve_secretkey === undefined), {
  path: ["curve_secretkey"],
  message: "curve_publickey and curve_secretkey go together",
});
const registrationSchema = z.object({
  kernel_id: z.string().min(1).optional(),
  transport: transport.default("tcp"),
  registration_ip: z.string().min(1).optional(),
  ip: z.string().min(1).optional(),
  registration_port: z.int().min(1).max(65_535),
  signature_scheme: scheme.default("hmac-sha256"),
  key: z.string(),
}).transform(({ ip, registration_ip = ip, ...file }, context) => {
  if (registration_ip !== undefined) return { ...file, registration_ip };
  context.addIssue({ code: "custom", path: ["registration_ip"], message: "missing" });
  return z.NEVER;
});

/** Where a kernel listens, in the words of the connection file. */
export interface ConnectionInfo {
  /** How frames travel. */
  readonly transport: "tcp" | "ipc";
  /** Address for `tcp`; for `ipc` the path that each port is a suffix of (`path-port`). */
  readonly ip: string;
  /** Requests to run code and the like; 0 is picked. */
  readonly shell_port: number;
  /** Output for all clients; 0 is picked. */
  readonly iopub_port: number;
  /** Questions to a client; 0 is picked. */
  readonly stdin_port: number;
  /** Requests that wait for nothing; 0 is picked. */
  readonly control_port: number;
  /** Heartbeats; 0 is picked. */
  readonly hb_port: number;
  /** Shared secret of the signatures; its UTF-8 bytes are the key. */
  readonly key: string;
  /** How messages are signed. */
  readonly signature_scheme: "hmac-sha256";
  /** Name of the kernel specification. */
  readonly kernel_name?: string | undefined;
  /** Z85, 40 characters; with `curve_secretkey` all channels are encrypted. */
  readonly curve_publickey?: string | undefined;
  /** Z85, 40 characters; for the kernel alone. */
  readonly curve_secretkey?: string | undefined;
}

/**
 * Where a kernel announces the ports it picked. Files by the enhancement proposal's own text, with `ip` for
 * `registration_ip` and without `kernel_id`, are read as well.
 *
 * @see Jupyter messaging 5.6, "Kernel startup handshake"; Jupyter Enhancement Proposal 66
 */
export interface RegistrationInfo {
  /** By what the launcher knows this kernel. */
  readonly kernel_id?: string | undefined;
  /** How frames travel, to the launcher and to the kernel. */
  readonly transport: "tcp" | "ipc";
  /** Address of the launcher; for `ipc` the path before the port. */
  readonly registration_ip: string;
  /** Port of the launcher. */
  readonly registration_port: number;
  /** How messages are signed. */
  readonly signature_scheme: "hmac-sha256";
  /** Shared secret of the signatures. */
  readonly key: string;
}

/** What a file given by `--connection-file` turned out to be. */
export type ConnectionFile =
  | { readonly kind: "connection"; readonly connection: ConnectionInfo }
  | { readonly kind: "registration"; readonly registration: RegistrationInfo };

/**
 * Reads the text of a connection or registration file. A file that has a `registration_port` is the latter.
 * Fields that are not known are left out.
 *
 * @param path named in errors
 * @throws {KernelError} `jupyter.connection_file`, naming each field that is wrong; never its value
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { newConnection, parseConnectionFile } from "./connection_file.ts";
 *
 * const text = JSON.stringify(newConnection({ kernelName: "llmspell" }));
 * assert.equal(parseConnectionFile(text, "kernel.json").kind, "connection");
 * ```
 */
export function parseConnectionFile(text: string, path: string): ConnectionFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw connectionFileInvalid(path, "it is not JSON");
  }
  if (typeof value === "object" && value !== null && "registration_port" in value) {
    return { kind: "registration", registration: check(registrationSchema, value, path) };
  }
  return { kind: "connection", connection: check(connectionSchema, value, path) };
}

/**
 * Reads a connection or registration file.
 *
 * @throws {KernelError} `jupyter.connection_file` when it is unreadable or wrong; a missing file's error has
 * `Deno.errors.NotFound` as its cause
 */
export async function readConnectionFile(path: string): Promise<ConnectionFile> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (cause) {
    const problem = cause instanceof Deno.errors.NotFound ? "no such file" : String(cause);
    throw connectionFileInvalid(path, problem, { cause });
  }
  return parseConnectionFile(text, path);
}

/** What a new connection is made of. */
export interface NewConnectionOptions {
  /** `tcp` when absent. */
  readonly transport?: "tcp" | "ipc";
  /** `127.0.0.1` when absent. */
  readonly ip?: string;
  /** Name of the kernel specification. */
  readonly kernelName?: string;
  /** Keys that encrypt all channels. */
  readonly curve?: { readonly publicKey: string; readonly secretKey: string };
  /** Source of the key's bytes. */
  readonly randomBytes?: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
}

/** Makes a connection with a key of 32 random bytes in hexadecimal and all five ports to be picked. */
export function newConnection(options: NewConnectionOptions = {}): ConnectionInfo {
  const { transport = "tcp", ip = "127.0.0.1", kernelName, curve } = options;
  const { randomBytes = (bytes) => crypto.getRandomValues(bytes) } = options;
  const bytes = randomBytes(new Uint8Array(32));
  return {
    transport,
    ip,
    shell_port: 0,
    iopub_port: 0,
    stdin_port: 0,
    control_port: 0,
    hb_port: 0,
    key: Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""),
    signature_scheme: "hmac-sha256",
    ...(kernelName === undefined ? {} : { kernel_name: kernelName }),
    ...(curve === undefined
      ? {}
      : { curve_publickey: curve.publicKey, curve_secretkey: curve.secretKey }),
  };
}

/**
 * Connection that a kernel started with a registration file listens on: the file's transport, address and key,
 * and ports of its own choice.
 */
export function connectionForRegistration(
  registration: RegistrationInfo,
  kernelName?: string,
): ConnectionInfo {
  const { transport, registration_ip: ip, key } = registration;
  const kernel = kernelName === undefined ? {} : { kernelName };
  return { ...newConnection({ transport, ip, ...kernel }), key };
}

/**
 * Writes a connection file with mode 0600: to a temporary file beside it, then renamed over it, so that no
 * reader sees half of it. Missing folders are made with mode 0700.
 */
export async function writeConnectionFile(path: string, connection: ConnectionInfo): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    const file = await Deno.open(temporary, { createNew: true, write: true, mode: 0o600 });
    try {
      const bytes = new TextEncoder().encode(JSON.stringify(connection, null, 2) + "\n");
      for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
      await file.sync();
    } finally {
      file.close();
    }
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(ignoreMissing);
    throw error;
  }
}

function check<T>(schema: z.ZodType<T>, value: unknown, path: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw connectionFileInvalid(path, issues("", result.error));
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
