// SPDX-License-Identifier: Apache-2.0 OR MIT
// Writes a service's file and tells the manager.

import { dirname } from "node:path";
import { serviceEnvFile, serviceExists, serviceUnwritable } from "./errors.ts";
import type { ServiceManager } from "./service_manager.ts";
import type { ServiceSpec } from "./service_spec.ts";

/** What shall be done. */
export interface InstallOptions {
  readonly manager: ServiceManager;
  readonly spec: ServiceSpec;
  /** Start it with the machine, or at login. */
  readonly enable: boolean;
  /** Start it now. */
  readonly start: boolean;
  /** Replace a different file. */
  readonly force: boolean;
}

/** What was done. */
export interface Installation {
  /** Path of the service's file. */
  readonly path: string;
  readonly outcome: "installed" | "replaced" | "already installed";
  readonly enabled: boolean;
  readonly started: boolean;
  /** What to type next, with the reason. */
  readonly next: readonly { readonly command: string; readonly purpose: string }[];
}

/**
 * Installs a service. Nothing is written when the manager is needed and cannot be told.
 *
 * @throws {KernelError} `service.exists`, `service.unwritable`, `service.env_file`, `service.no_manager` or
 * `service.command`
 */
export async function installService(options: InstallOptions): Promise<Installation> {
  const { manager, spec, enable, start, force } = options;
  const { name, scope } = spec;
  if (enable) await manager.require("enable the service", scope);
  if (start) await manager.require("start the service", scope);
  if (spec.envFileNeeded) await requireFile(spec.envFile);
  const path = manager.path(name, scope);
  const content = await manager.render(spec);
  const before = await textOf(path);
  if (before !== undefined && before !== content && !force) throw serviceExists(path);
  const outcome = before === undefined
    ? "installed"
    : before === content
    ? "already installed"
    : "replaced";
  try {
    for (const folder of manager.folders(spec)) {
      await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
      if (spec.account !== undefined) await Deno.chown(folder, spec.account.uid, spec.account.gid);
    }
    if (before !== content) await replaceFile(path, content);
  } catch (error) {
    throw serviceUnwritable(path, scope, error);
  }
  if (before !== content) await manager.reload(name, scope);
  if (enable) await manager.enable(name, scope);
  if (start) await manager.start(name, scope, outcome === "replaced");
  return { path, outcome, enabled: enable, started: start, next: nextSteps(options) };
}

function nextSteps({ manager, spec, enable, start }: InstallOptions): Installation["next"] {
  const { name, scope, id } = spec;
  const advice = manager.advice(name, scope);
  const named = name === "llmspell" ? "" : ` --name ${name}`;
  const steps = [
    ...(enable && start
      ? []
      : [{ command: advice.start, purpose: "start it now and from now on" }]),
    ...(advice.linger === undefined
      ? []
      : [{ command: advice.linger, purpose: "keep it running when you are logged out" }]),
    { command: `llmspell service status${named}`, purpose: "see how it does" },
    { command: `llmspell kernel connect ${id}`, purpose: "see how clients attach" },
    { command: advice.log, purpose: "follow its log" },
  ];
  return spec.logFile === undefined ? steps : [...steps.slice(0, -1), {
    command: `llmspell kernel logs ${id} --follow`,
    purpose: "follow its log",
  }];
}

async function requireFile(path: string): Promise<void> {
  try {
    await Deno.stat(path);
  } catch (error) {
    throw serviceEnvFile(path, error);
  }
}

/** Content of a file; `undefined` when there is none. */
export async function textOf(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Writes a file beside its place and renames it, so that no reader sees half of it. */
export async function replaceFile(path: string, content: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${crypto.randomUUID()}`;
  try {
    await Deno.writeTextFile(draft, content, { createNew: true, mode: 0o644 });
    await Deno.chmod(draft, 0o644); // Whatever the umask: managers and other users read it.
    await Deno.rename(draft, path);
  } catch (error) {
    await Deno.remove(draft).catch(() => {});
    throw error;
  }
}
