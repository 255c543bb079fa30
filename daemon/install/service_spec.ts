// SPDX-License-Identifier: Apache-2.0 OR MIT
// A service before it is written down for a manager: which program, with which arguments, as whom, writing where.

import { isAbsolute, join, resolve } from "node:path";
import { kernelIdPattern } from "../kernel_record.ts";
import {
  serviceClosedPath,
  serviceId,
  serviceName,
  servicePort,
  serviceProgramHidden,
} from "./errors.ts";

/** Whose service it is: one user's, or the machine's. */
export type ServiceScope = "user" | "system";

/** Programs that start services. */
export type ManagerId = "systemd" | "launchd";

/** An account of the system. */
export interface ServiceAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** What a service is made of. All paths are absolute. */
export interface ServiceSpec {
  /** Name of the unit, without an ending. */
  readonly name: string;
  readonly scope: ServiceScope;
  /** Id of the kernel it runs. */
  readonly id: string;
  /** First of the five ports. */
  readonly port: number;
  /** Command line that starts the program. */
  readonly program: readonly string[];
  /** True for the compiled binary, which needs no cache of modules. */
  readonly standalone: boolean;
  /** Its `LLMSPELL_HOME`. */
  readonly home: string;
  /** Its `LLMSPELL_CACHE`; absent where the user's own is right. */
  readonly cache?: string | undefined;
  readonly logFile?: string | undefined;
  readonly pidFile?: string | undefined;
  /** File of variables. */
  readonly envFile: string;
  /** False when the file of variables may be missing. */
  readonly envFileNeeded: boolean;
  /** The account a launchd daemon runs as; root's when absent. */
  readonly account?: ServiceAccount | undefined;
}

/** What a command line says of a service. */
export interface ServiceRequest {
  readonly name: string;
  readonly scope: ServiceScope;
  readonly manager: ManagerId;
  readonly id?: string | undefined;
  readonly port: string;
  readonly logFile?: string | undefined;
  readonly pidFile?: string | undefined;
  readonly envFile?: string | undefined;
  readonly program: readonly string[];
  readonly standalone: boolean;
  /** The calling user's `LLMSPELL_HOME`. */
  readonly userHome: string;
  /** Who called sudo. */
  readonly account?: ServiceAccount | undefined;
}

/**
 * A service's folders below the machine's. The name leads with `llmspell`, which is how the commands find run folders.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { systemFolderName } from "./service_spec.ts";
 * assert.equal(systemFolderName("llmspell"), "llmspell");
 * assert.equal(systemFolderName("work"), "llmspell-work");
 * ```
 */
export function systemFolderName(name: string): string {
  return name.startsWith("llmspell") ? name : `llmspell-${name}`;
}

/**
 * Completes and checks what a command line says.
 *
 * @throws {KernelError} `service.name`, `service.id`, `service.port`, `service.path` or `service.program`
 */
export function makeServiceSpec(request: ServiceRequest): ServiceSpec {
  const { name, scope, manager, program, standalone } = request;
  if (!kernelIdPattern.test(name)) throw serviceName(name);
  const id = request.id ?? name;
  if (!kernelIdPattern.test(id)) throw serviceId(id);
  const folder = systemFolderName(name);
  const confined = scope === "system" && manager === "systemd";
  const home = scope === "user"
    ? request.userHome
    : confined
    ? `/var/lib/${folder}`
    : `/usr/local/var/${folder}`;
  const spec: ServiceSpec = {
    name,
    scope,
    id,
    port: readPort(request.port),
    program,
    standalone,
    home,
    ...(scope === "system" && {
      cache: confined ? `/var/cache/${folder}/files` : join(home, "cache"),
    }),
    logFile: request.logFile === undefined ? undefined : resolve(request.logFile),
    pidFile: request.pidFile === undefined ? undefined : resolve(request.pidFile),
    envFile: request.envFile !== undefined
      ? resolve(request.envFile)
      : confined
      ? `/etc/llmspell/${name}.env`
      : join(home, `${name}.env`),
    envFileNeeded: request.envFile !== undefined,
    account: scope === "system" && manager === "launchd" ? request.account : undefined,
  };
  if (confined) checkConfined(spec, folder);
  return spec;
}

/** Arguments of the program: a kernel that stays until it is stopped and takes up what the last one saved. */
export function serviceArguments(spec: ServiceSpec): string[] {
  return [
    "kernel",
    "start",
    "--foreground",
    "--restore",
    "--id",
    spec.id,
    "--port",
    String(spec.port),
    "--idle-timeout",
    "0",
    ...(spec.logFile === undefined ? [] : ["--log-file", spec.logFile]),
    ...(spec.pidFile === undefined ? [] : ["--pid-file", spec.pidFile]),
  ];
}

/** Variables of the service, beside those of its file. */
export function serviceEnvironment(spec: ServiceSpec): Record<string, string> {
  return {
    LLMSPELL_HOME: spec.home,
    ...(spec.cache !== undefined && { LLMSPELL_CACHE: spec.cache }),
    ...(spec.cache !== undefined && !spec.standalone && { DENO_DIR: join(spec.cache, "deno") }),
  };
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_531)) throw servicePort(text);
  return port;
}

/** A system unit sees neither homes nor temporary files, and writes to its own folders alone. */
function checkConfined(spec: ServiceSpec, folder: string): void {
  const folders = [`/var/lib/${folder}`, `/var/log/${folder}`, `/run/${folder}`];
  for (const [option, path] of [["--log-file", spec.logFile], ["--pid-file", spec.pidFile]]) {
    if (path !== undefined && !folders.some((parent) => path.startsWith(`${parent}/`))) {
      throw serviceClosedPath(option!, path, folders);
    }
  }
  for (const path of spec.program.filter((word) => isAbsolute(word))) {
    if (/^\/(home|root|run\/user|tmp|var\/tmp)\//.test(path)) {
      throw serviceProgramHidden(path, "it sees no home folders and no temporary files");
    }
  }
}
