// SPDX-License-Identifier: Apache-2.0 OR MIT
// Defaults that depend on how a kernel is started. What somebody has set is never touched.

import type { Config, LoadedConfig } from "../../lib/config/mod.ts";

/** How a kernel is started. */
export interface StartManner {
  /** In the background, without a terminal. */
  readonly daemon: boolean;
  /** By a front end, which wrote the connection file and decides when the kernel ends. */
  readonly frontEnd: boolean;
  /** With a connection file that names ports, or is to name free ones. */
  readonly connectionFile: boolean;
}

/**
 * The configuration with those defaults: a daemon logs what happens; a front end's kernel waits for ever and serves
 * no HTTP; a new connection file gets free ports.
 */
export function withStartDefaults(
  { config, origins }: Pick<LoadedConfig, "config" | "origins">,
  { daemon, frontEnd, connectionFile }: StartManner,
): Config {
  const isDefault = (path: string) => (origins.get(path)?.layer ?? "default") === "default";
  const { kernel, log, http } = config;
  return {
    ...config,
    kernel: {
      ...kernel,
      port: connectionFile && isDefault("kernel.port") ? 0 : kernel.port,
      idleTimeoutSeconds: frontEnd && isDefault("kernel.idleTimeoutSeconds")
        ? 0
        : kernel.idleTimeoutSeconds,
    },
    log: { ...log, level: daemon && isDefault("log.level") ? "info" : log.level },
    http: {
      ...http,
      listen: frontEnd && isDefault("http.listen") ? "off" : http.listen,
    },
  };
}
