// SPDX-License-Identifier: Apache-2.0 OR MIT

import { choice, integer, list, type Setting, text } from "../setting.ts";

/** How a kernel listens, lives and ends. */
export interface KernelConfig {
  /** Address to listen on, for a new connection file. */
  readonly ip: string;
  /** Kind of sockets, for a new connection file. */
  readonly transport: "tcp" | "ipc";
  /** First of five ports in a row, for a new connection file; 0 picks free ones. */
  readonly port: number;
  /** Language of the main session, and of others when they are opened without one. */
  readonly language: string;
  /** Languages of which an engine is kept ready. */
  readonly warmEngines: readonly string[];
  /** Time that running code gets to end when the kernel stops. */
  readonly graceMs: number;
  /** A kernel without work for this long ends; 0 never. */
  readonly idleTimeoutSeconds: number;
  /** Clients that may be connected at once, all protocols together. */
  readonly maxClients: number;
}

/** The settings below `kernel`. */
export const kernelSettings: { readonly [K in keyof KernelConfig]: Setting<KernelConfig[K]> } = {
  ip: text({
    default: "127.0.0.1",
    description: "Address to listen on, for a new connection file",
    reload: "restart",
    pattern: /^[^\s/]+$/,
    wanted: "an address such as 127.0.0.1 or ::1",
  }),
  transport: choice({
    choices: ["tcp", "ipc"],
    default: "tcp",
    description: "Kind of sockets, for a new connection file: TCP ports, or Unix sockets",
    reload: "restart",
  }),
  port: integer({
    range: [0, 65_531],
    default: 9555,
    description:
      "First of five TCP ports in a row, 0 for free ones; when not set, a connection file that was named and is new " +
      "gets free ones",
    reload: "restart",
  }),
  language: text({
    pattern: /^[a-z][a-z0-9_-]*$/,
    wanted: "the name of a language such as lua",
    default: "lua",
    description: "Language of the main session, and of others when they are opened without one",
    reload: "restart",
  }),
  warmEngines: list({
    default: [],
    description:
      "Languages of which one engine is kept ready, so that a new session does not wait for its start; each takes memory",
    reload: "restart",
  }),
  graceMs: integer({
    range: [0, 600_000],
    unit: "ms",
    default: 5_000,
    description: "Time that running code gets to end when the kernel stops",
    reload: "live",
  }),
  idleTimeoutSeconds: integer({
    range: [0, 31_536_000],
    unit: "seconds",
    default: 3_600,
    description:
      "A kernel that nobody uses for this long ends, 0 never; when not set, one that a front end started never does",
    reload: "live",
  }),
  maxClients: integer({
    range: [1, 10_000],
    default: 10,
    description: "Clients that may be connected at once, all protocols together",
    reload: "live",
  }),
};
