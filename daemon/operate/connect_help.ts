// SPDX-License-Identifier: Apache-2.0 OR MIT
// How to attach each kind of client to a running kernel.

import { dirname } from "node:path";
import type { KernelRecord } from "../kernel_record.ts";

/** Ways to a kernel; what `kernel connect --format json` prints. */
export interface ConnectHelp {
  readonly id: string;
  readonly pid: number;
  readonly connectionFile: string;
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly http: string | null;
  readonly logFile: string | null;
  /** Ways by kind of client. */
  readonly ways: readonly ConnectWay[];
}

/** One way to a kernel. */
export interface ConnectWay {
  /** Kind of client. */
  readonly client: string;
  /** Command lines; empty where it is done by hand. */
  readonly commands: readonly string[];
  /** What else to know. */
  readonly note?: string;
}

/** All ways to a kernel. */
export function connectHelp(record: KernelRecord): ConnectHelp {
  const { id, pid, connectionFile, transport, ip, ports, http, logFile } = record;
  const folder = shellWord(dirname(connectionFile));
  return {
    id,
    pid,
    connectionFile,
    transport,
    ip,
    ports,
    http: http ?? null,
    logFile: logFile ?? null,
    ways: [
      { client: "Console", commands: [`jupyter console --existing ${shellWord(connectionFile)}`] },
      {
        client: "Qt console",
        commands: [`jupyter qtconsole --existing ${shellWord(connectionFile)}`],
      },
      {
        client: "JupyterLab, Notebook",
        commands: [
          "jupyter lab --ServerApp.allow_external_kernels=True " +
          `--ServerApp.external_connection_dir=${folder}`,
        ],
        note:
          "then choose it in a notebook under Kernel, Change Kernel, among the kernels that run",
      },
      {
        client: "VS Code",
        commands: [],
        note: "start JupyterLab as above; then Select Kernel, Existing Jupyter Server, its URL",
      },
      {
        client: "Python",
        commands: [],
        note: "jupyter_client.BlockingKernelClient: load_connection_file(path), start_channels()",
      },
      ...healthWays(record),
      { client: "Log", commands: [`llmspell kernel logs ${id} --follow`] },
      {
        client: "Signals",
        commands: [`kill -HUP ${pid}`, `kill -USR1 ${pid}`, `kill -USR2 ${pid}`],
        note: "reopen logs and reload configuration; reload kernel.toml; write a state dump",
      },
    ],
  };
}

/** The ways as text. */
export function connectText({ id, pid, connectionFile, ways }: ConnectHelp): string {
  const head = `Kernel ${id}, process ${pid}\nConnection file: ${connectionFile}\n`;
  return head + ways.map(({ client, commands, note }) => {
    const lines = [
      ...commands.map((command) => `  ${command}`),
      ...(note === undefined ? [] : [`  (${note})`]),
    ];
    return `\n${client}\n${lines.join("\n")}\n`;
  }).join("");
}

function healthWays({ id, http }: KernelRecord): ConnectWay[] {
  const own = `llmspell health --id ${id}`;
  if (http === undefined) return [{ client: "Health", commands: [own] }];
  const socket = http.startsWith("unix:") ? `--unix-socket ${shellWord(http.slice(5))} ` : "";
  const base = socket === "" ? http : "http://localhost";
  return [
    {
      client: "Health",
      commands: [own, `curl ${socket}${shellWord(`${base}/health?format=text`)}`],
    },
    { client: "Metrics", commands: [`curl ${socket}${base}/metrics`] },
  ];
}

/**
 * A word as a POSIX shell reads it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(shellWord("/tmp/a.json"), "/tmp/a.json");
 * assert.equal(shellWord("it's"), `'it'\\''s'`);
 * ```
 */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
