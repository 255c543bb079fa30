// SPDX-License-Identifier: Apache-2.0 OR MIT
// Which variables of a terminal session a daemon keeps.

import { homedir } from "node:os";

/** Variables that mean something only to the session, or the supervisor, that they were made for. */
const leftovers: readonly RegExp[] = [
  // The terminal, its size and its multiplexer; colours forced on output that is no terminal.
  /^(TERM|TERMCAP|COLORTERM|COLUMNS|LINES|WINDOW|WINDOWID|STY|GPG_TTY|VTE_VERSION|LS_COLORS)$/,
  /^(TERM_|TMUX|ITERM_|KITTY_|KONSOLE_|WEZTERM_|ALACRITTY_|WT_|ZELLIJ)/,
  /^(FORCE_COLOR|CLICOLOR_FORCE)$/,
  // The shell; an exported function would also replace commands of the shell that detaches.
  /^(SHLVL|PWD|OLDPWD|_|PS[0-4]|PROMPT_COMMAND|HIST\w+|BASH_ENV|ENV|INIT_CWD)$/,
  /^BASH_FUNC_/,
  // The login session: its remote end, its forwarded agent, its display. They end before the daemon does.
  /^SSH_/,
  /^(DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|DESKTOP_STARTUP_ID|XDG_ACTIVATION_TOKEN)$/,
  /^XDG_(SESSION|SEAT|VTNR)/,
  // Who became another user for this one command.
  /^(SUDO|DOAS)_/,
  /^PKEXEC_UID$/,
  // The front end or editor: its process, its pipes. A descriptor named here is closed in the daemon.
  /^(JPY_|VSCODE_|NODE_CHANNEL_)/,
  /^(ELECTRON_RUN_AS_NODE|DENO_EXTRA_STDIO_FDS)$/,
  // The supervisor of the starter: sockets, watchdog and log of its unit, not of the daemon.
  /^(NOTIFY_SOCKET|INVOCATION_ID|JOURNAL_STREAM|SYSTEMD_EXEC_PID|MANAGERPID|MANAGERPIDFDID|MAINPID)$/,
  /^(WATCHDOG|LISTEN|FDSTORE|MONITOR|XPC)_/,
  // The readiness pipe of the starter's own start.
  /^LLMSPELL_READY_FD$/,
];

/**
 * The environment for a daemon: without what belongs to the terminal, shell, login session, front end or supervisor
 * of its starter, and with `PATH`, `HOME` and a UTF-8 locale where they are missing, and `NO_COLOR`, since its output
 * goes to a file. API keys, proxies, `LLMSPELL_*` and the folders of `XDG_*` stay as they are.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { sanitizeEnvironment } from "./mod.ts";
 * const kept = sanitizeEnvironment({ HOME: "/root", TERM: "xterm", LANG: "C.UTF-8", PATH: "/bin" });
 * assert.deepEqual(kept, { HOME: "/root", LANG: "C.UTF-8", PATH: "/bin", NO_COLOR: "1" });
 * ```
 */
export function sanitizeEnvironment(
  env: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept = Object.fromEntries(
    Object.entries(env).filter(([name]) => !leftovers.some((pattern) => pattern.test(name))),
  );
  kept["PATH"] ||= "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  kept["HOME"] ||= homedir() || "/";
  kept["NO_COLOR"] ||= "1";
  if (!kept["LC_ALL"] && !kept["LC_CTYPE"] && !kept["LANG"]) {
    kept["LANG"] = Deno.build.os === "darwin" ? "en_US.UTF-8" : "C.UTF-8";
  }
  return kept;
}
