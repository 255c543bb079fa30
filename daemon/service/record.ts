// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a running kernel known, for as long as it runs.

import { processStartMs } from "../../lib/daemon/mod.ts";
import { removeIfThere, writeFileAtomically } from "../../lib/store/mod.ts";
import type { ConnectionInfo } from "../../protocols/jupyter/mod.ts";
import type { KernelRecord } from "../kernel_record.ts";
import { programVersion } from "../version.ts";
import type { KernelPlaces } from "./places.ts";

/** What a record is made of. */
export interface RecordOptions {
  readonly places: KernelPlaces;
  readonly connection: ConnectionInfo;
  readonly language: string;
  readonly http: string | undefined;
  readonly daemon: boolean;
  readonly startedAtMs: number;
  readonly arguments: readonly string[];
}

/** Writes the kernel's record, readable by all. Disposing removes it. */
export function publishRecord(
  options: RecordOptions,
): Disposable & { readonly record: KernelRecord } {
  const { places, connection } = options;
  const { language, http, daemon, startedAtMs } = options;
  const { id, home, pidFile, connectionFile, logFile, recordFile } = places;
  const record: KernelRecord = {
    format: 1,
    id,
    pid: Deno.pid,
    uid: Deno.uid(),
    processStartMs: processStartMs(Deno.pid) ?? startedAtMs,
    version: programVersion,
    language,
    connectionFile,
    pidFile,
    logFile,
    home,
    ip: connection.ip,
    transport: connection.transport,
    ports: jupyterPorts(connection),
    http,
    daemon,
    startedAtMs,
    arguments: options.arguments,
  };
  writeFileAtomically(recordFile, `${JSON.stringify(record, null, 2)}\n`, 0o644);
  return { record, [Symbol.dispose]: () => removeIfThere(recordFile) };
}

/** Ports of the five channels by their names. */
export function jupyterPorts(connection: ConnectionInfo): KernelRecord["ports"] {
  return {
    shell: connection.shell_port,
    iopub: connection.iopub_port,
    stdin: connection.stdin_port,
    control: connection.control_port,
    hb: connection.hb_port,
  };
}
