// SPDX-License-Identifier: Apache-2.0 OR MIT
// The unit file of a service.
//
// A system unit runs as a user that systemd makes up (DynamicUser), or as the account of the unit's name where there is
// one. It sees a read-only system without homes, and gets folders of its own. What it cannot have:
// MemoryDenyWriteExecute, as V8 compiles at run time; ProcSubset=pid, as memory and times of start are read from /proc;
// a network of its own; a filter without sched_setscheduler, which libzmq calls in each of its threads and must not be
// refused. A user unit gets only what needs no namespaces: many systems give them to root alone.

import {
  serviceArguments,
  serviceEnvironment,
  type ServiceSpec,
  systemFolderName,
} from "./service_spec.ts";
import { plainPath, quoteAssignment, quoteCommand } from "./systemd_words.ts";

/** What the first line of every file of ours has. */
export const serviceMark = 'Made by "llmspell kernel install-service"';

/** From this version on systemd knows of units that say when a reload is done. */
const notifyReloadVersion = 253;

/** Sandbox of a system unit; `systemd-analyze security` gives it at most 2.0. */
const systemSandbox = `\
DynamicUser=yes
CapabilityBoundingSet=
AmbientCapabilities=
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
PrivateIPC=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
KeyringMode=private
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallErrorNumber=EPERM
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallFilter=sched_setscheduler`;

/** Sandbox of a user unit. */
const userSandbox = `\
NoNewPrivileges=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native`;

/**
 * The unit file of a service.
 *
 * @param version of systemd; an unknown one is taken for an old one, whose units newer ones understand
 */
export function systemdUnit(spec: ServiceSpec, version: number | undefined): string {
  const system = spec.scope === "system";
  const systemctl = system ? "systemctl" : "systemctl --user";
  const notifyReload = (version ?? 0) >= notifyReloadVersion;
  const folder = systemFolderName(spec.name);
  const environment = Object.entries(serviceEnvironment(spec))
    .map(([name, value]) => `Environment=${quoteAssignment(name, value)}`);
  const lines = [
    `# ${serviceMark}. Change it by: ${systemctl} edit ${spec.name}.service`,
    "[Unit]",
    `Description=llmspell kernel ${spec.id}`,
    ...(system ? ["After=network.target"] : []),
    "StartLimitIntervalSec=60",
    "StartLimitBurst=5",
    "",
    "[Service]",
    `Type=${notifyReload ? "notify-reload" : "notify"}`,
    "NotifyAccess=main",
    `ExecStart=${quoteCommand([...spec.program, ...serviceArguments(spec)])}`,
    ...(notifyReload ? [] : ["ExecReload=/bin/kill -HUP $MAINPID"]),
    ...environment,
    `EnvironmentFile=${spec.envFileNeeded ? "" : "-"}${plainPath(spec.envFile)}`,
    `RuntimeDirectory=${folder}`,
    `RuntimeDirectoryMode=${system ? "0755" : "0700"}`,
    ...(system
      ? [
        `StateDirectory=${folder}`,
        "StateDirectoryMode=0700",
        `CacheDirectory=${folder}`,
        "CacheDirectoryMode=0700",
        `LogsDirectory=${folder}`,
        "LogsDirectoryMode=0750",
      ]
      : []),
    "UMask=0027",
    "LimitNOFILE=65536",
    "Restart=on-failure",
    "RestartSec=2",
    // 2: a command line that cannot be understood does not get better.
    "RestartPreventExitStatus=2",
    "TimeoutStartSec=60",
    "TimeoutStopSec=30",
    "KillMode=mixed",
    "WatchdogSec=30",
    "",
    system ? systemSandbox : userSandbox,
    "",
    "[Install]",
    `WantedBy=${system ? "multi-user.target" : "default.target"}`,
  ];
  return lines.join("\n") + "\n";
}
