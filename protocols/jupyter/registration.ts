// SPDX-License-Identifier: Apache-2.0 OR MIT
// The handshake by registration file: a kernel announces the ports it picked.

import { DELIMITER, isDelimiter, Signer } from "../../lib/wire/mod.ts";
import type { Context } from "../../lib/zmq/mod.ts";
import { type ConnectionInfo, PORT_NAMES, type RegistrationInfo } from "./connection_file.ts";
import { registrationFailed } from "./errors.ts";
import { TimeLimit } from "./time_limit.ts";
import { endpointOf } from "./transport.ts";

/** How long the launcher may take to acknowledge, unless the caller says otherwise. */
const DEFAULT_LIMIT_MS = 30_000;

/** What `register` is given. */
export interface RegisterOptions {
  /** ZeroMQ context that the socket is opened in. */
  readonly context: Context;
  /** What the launcher wrote. */
  readonly registration: RegistrationInfo;
  /** Where the kernel listens, with the ports as bound. */
  readonly connection: ConnectionInfo;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** How long the launcher may take to acknowledge; 30 s when absent. */
  readonly limitMs?: number;
}

/**
 * Sends the ports of a kernel to the launcher that wrote the registration file, and waits for its
 * acknowledgement. Both messages are one signed frame without headers.
 *
 * @throws {KernelError} `jupyter.registration` when no acknowledgement with a right signature comes in time
 * @see Jupyter messaging 5.6, "Kernel startup handshake"; Jupyter Enhancement Proposal 66
 */
export async function register(options: RegisterOptions): Promise<void> {
  const { context, registration, connection, signal, limitMs = DEFAULT_LIMIT_MS } = options;
  const endpoint = endpointOf(
    { transport: registration.transport, ip: registration.registration_ip },
    registration.registration_port,
  );
  const signer = new Signer(new TextEncoder().encode(registration.key));
  using socket = context.socket("DEALER", { lingerMs: 1_000 });
  socket.connect(endpoint);
  using limit = new TimeLimit(limitMs, signal);
  try {
    await socket.send(announcement(registration, connection, signer), limit.signal);
    while (!isAcknowledgement(await socket.receive(limit.signal), signer));
  } catch (error) {
    if (!limit.exceeded) throw error;
    throw registrationFailed(endpoint, `no acknowledgement within ${limitMs} ms`, error);
  }
}

function announcement(
  registration: RegistrationInfo,
  connection: ConnectionInfo,
  signer: Signer,
): Uint8Array[] {
  const ports = PORT_NAMES.map((name) => [name, String(connection[name])]);
  const { kernel_id } = registration;
  const name = kernel_id === undefined ? {} : { kernel_id };
  const content = { ...name, ...Object.fromEntries(ports) };
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  return [DELIMITER, signer.sign([bytes]), bytes];
}

function isAcknowledgement(frames: readonly Uint8Array[], signer: Signer): boolean {
  const at = frames.findIndex(isDelimiter);
  const [signature, ...content] = frames.slice(at + 1);
  if (at < 0 || signature === undefined || content.length === 0) return false;
  return signer.verify(content, signature);
}
