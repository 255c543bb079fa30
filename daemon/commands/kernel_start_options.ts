// SPDX-License-Identifier: Apache-2.0 OR MIT
// Options of `kernel start`, for the command and for those who perform it.

import type { OptionValues } from "../cli/command.ts";
import { scriptOptions } from "./script_options.ts";

/** How a kernel is identified, where it listens and writes, how it lives. */
export const kernelStartOptions = {
  "daemon": {
    type: "flag",
    short: "d",
    description: "Run in the background, detached from the terminal",
  },
  "foreground": {
    type: "flag",
    description: "Run in the foreground, as a supervisor such as systemd wants it (the default)",
  },
  "id": {
    type: "value",
    placeholder: "ID",
    completes: "nothing",
    description: "Name of the kernel, for the other commands; random when not given",
  },
  "connection-file": {
    type: "value",
    short: "f",
    placeholder: "FILE",
    completes: "file",
    description: "Connection or registration file; without it one is made in LLMSPELL_HOME",
  },
  "port": {
    type: "value",
    placeholder: "PORT",
    completes: "nothing",
    description: "First of five ports in a row, 0 for free ones; 9555 without a connection file",
  },
  "ip": {
    type: "value",
    placeholder: "ADDRESS",
    description: "Address to listen on, for a new connection file; 127.0.0.1 when not given",
  },
  "transport": {
    type: "value",
    placeholder: "KIND",
    completes: ["tcp", "ipc"],
    description: "Kind of sockets, for a new connection file; tcp when not given",
  },
  "http": {
    type: "value",
    placeholder: "ADDRESS",
    completes: "nothing",
    description:
      "Where health and metrics are served: 127.0.0.1:9560, unix:/path, auto or off; auto takes the port after " +
      "the five, and serves none for a kernel that a front end started",
  },
  "language": {
    type: "value",
    placeholder: "LANGUAGE",
    completes: ["lua", "javascript", "python"],
    description: "Language of the sessions; lua when not given",
  },
  "idle-timeout": {
    type: "value",
    placeholder: "SECONDS",
    completes: "nothing",
    description:
      "A kernel that nobody uses for this long ends; 0 never. 3600 when not given, 0 where a front end started it",
  },
  "max-clients": {
    type: "value",
    placeholder: "N",
    completes: "nothing",
    description: "Clients that may be connected at once; 10 when not given",
  },
  "config": {
    type: "value",
    placeholder: "FILE",
    completes: "file",
    description: "Configuration to read instead of config.toml in LLMSPELL_HOME",
  },
  "log-file": {
    type: "value",
    placeholder: "FILE",
    completes: "file",
    description:
      "File the log goes to; standard error when not given, and for a daemon one in LLMSPELL_HOME/logs",
  },
  "log-rotate-size": {
    type: "value",
    placeholder: "SIZE",
    completes: "nothing",
    description: "Size at which the log file is rotated; 10MiB when not given",
  },
  "log-rotate-count": {
    type: "value",
    placeholder: "N",
    completes: "nothing",
    description: "Rotated log files that are kept; 5 when not given",
  },
  "pid-file": {
    type: "value",
    placeholder: "FILE",
    completes: "file",
    description: "PID file; one in LLMSPELL_HOME/run when not given",
  },
  "restore": {
    type: "flag",
    description: "Give the session the variables that the last kernel of this id saved",
  },
  "log-level": {
    type: "value",
    placeholder: "LEVEL",
    completes: ["debug", "info", "warning", "error"],
    env: "LLMSPELL_LOG_LEVEL",
    description: "Least severity that is logged; warning when not given, and for a daemon info",
  },
  "log-format": {
    type: "value",
    placeholder: "FORMAT",
    completes: ["text", "json", "pretty", "compact"],
    env: "LLMSPELL_LOG_FORMAT",
    description: "Form of a log line; text when not given",
  },
  ...scriptOptions,
} as const;

/** Options of `kernel start`, parsed. */
export type KernelStartOptions = OptionValues<typeof kernelStartOptions>;
