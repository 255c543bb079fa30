// SPDX-License-Identifier: Apache-2.0 OR MIT
// What systemd and launchd have in common, for those who install, remove and look at services.

import type { Env } from "../paths.ts";
import type { RunProgram } from "./run_program.ts";
import type { ManagerId, ServiceScope, ServiceSpec } from "./service_spec.ts";

/** What a manager is given of its surroundings. */
export interface ManagerParts {
  readonly env: Env;
  readonly run: RunProgram;
  /** Id of the calling user; `null` where the system has none. */
  readonly uid: number | null;
  /** Name of the calling user. */
  readonly user: string;
  /** Operating system, as Deno names it. */
  readonly os: string;
  /** Where the machine's own folders begin: `/` but in tests. */
  readonly root: string;
}

/** What a manager says of a service. */
export interface ManagerStatus {
  /** Whether it is started with the machine, or at login. */
  readonly enabled: boolean;
  /** `active`, `inactive`, `failed`, `activating`; `unknown` when no manager answers. */
  readonly state: string;
  /** The manager's own word for the state's details: `running`, `auto-restart`. */
  readonly detail?: string | undefined;
  /** What the kernel last said of itself. */
  readonly text?: string | undefined;
  /** Milliseconds since the epoch of the last change of state. */
  readonly sinceMs?: number | undefined;
  /** Id of the kernel's process. */
  readonly pid?: number | undefined;
  /** How its last process ended: `exit-code 1`, `signal 9`, `watchdog`. */
  readonly lastExit?: string | undefined;
  /** Times it was started again after a failure. */
  readonly restarts?: number | undefined;
  /** True when the file was changed since the manager read it. */
  readonly outdated?: boolean | undefined;
}

/** systemd or launchd. */
export interface ServiceManager {
  readonly id: ManagerId;
  /** Path of a service's file. */
  path(name: string, scope: ServiceScope): string;
  /** Content of a service's file. */
  render(spec: ServiceSpec): Promise<string>;
  /** Folders that must be there before the service starts. */
  folders(spec: ServiceSpec): readonly string[];
  /**
   * Proves that the manager can be told.
   *
   * @throws {KernelError} `service.no_manager` naming what cannot be done
   */
  require(verb: string, scope: ServiceScope): Promise<void>;
  /** Makes the manager read the file anew, if one runs. */
  reload(name: string, scope: ServiceScope): Promise<void>;
  /** Has the service started with the machine, or at login. */
  enable(name: string, scope: ServiceScope): Promise<void>;
  /** Starts the service; one that runs is left alone, or with `anew` started again. */
  start(name: string, scope: ServiceScope, anew: boolean): Promise<void>;
  /** Stops the service and forgets that it was enabled; nothing when no manager runs. */
  remove(name: string, scope: ServiceScope): Promise<void>;
  /** What the manager says of the service. */
  status(name: string, scope: ServiceScope): Promise<ManagerStatus>;
  /** The command line of the program in a service's file; empty when it has none. */
  command(content: string): string[];
  /** What a user types to enable and start, to follow the log, to change the file. */
  readonly advice: (name: string, scope: ServiceScope) => {
    readonly start: string;
    readonly log: string;
    readonly linger?: string;
  };
}
