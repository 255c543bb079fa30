// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { sanitizeEnvironment } from "./sanitize_environment.ts";

const base = { HOME: "/home/ada", PATH: "/bin", LANG: "C.UTF-8", NO_COLOR: "1" };

function added(env: Record<string, string>): Record<string, string> {
  const kept = sanitizeEnvironment({ ...base, ...env });
  for (const name of Object.keys(base)) delete kept[name];
  return kept;
}

Deno.test("sanitizeEnvironment() drops what belongs to the session of the starter", () => {
  const names = [
    "TERM COLORTERM TERM_PROGRAM COLUMNS TMUX TMUX_PANE STY WINDOWID FORCE_COLOR GPG_TTY",
    "SHLVL PWD OLDPWD _ PS1 PROMPT_COMMAND BASH_ENV BASH_FUNC_cd%% HISTFILE",
    "SSH_CLIENT SSH_CONNECTION SSH_TTY SSH_AUTH_SOCK DISPLAY WAYLAND_DISPLAY XAUTHORITY",
    "XDG_SESSION_ID XDG_SEAT XDG_VTNR SUDO_USER SUDO_COMMAND SUDO_UID",
    "JPY_PARENT_PID JPY_SESSION_NAME VSCODE_PID NODE_CHANNEL_FD LLMSPELL_READY_FD",
    "NOTIFY_SOCKET WATCHDOG_PID WATCHDOG_USEC LISTEN_FDS LISTEN_PID INVOCATION_ID JOURNAL_STREAM",
    "SYSTEMD_EXEC_PID MANAGERPID XPC_SERVICE_NAME",
  ].join(" ").split(" ");
  assert.deepEqual(added(Object.fromEntries(names.map((name) => [name, "1"]))), {});
});

Deno.test("sanitizeEnvironment() keeps keys, proxies, settings, folders and who the user is", () => {
  const kept = Object.fromEntries(
    [
      "OPENAI_API_KEY HTTPS_PROXY no_proxy CI LLMSPELL_HOME LLMSPELL_LOG_LEVEL LOG_FORMAT",
      "XDG_RUNTIME_DIR XDG_CONFIG_HOME RUNTIME_DIRECTORY TMPDIR TZ USER LOGNAME SHELL",
      "DENO_TLS_CA_STORE SSL_CERT_FILE DBUS_SESSION_BUS_ADDRESS LC_TIME TERMINFO ENVIRONMENT",
    ].join(" ").split(" ").map((name) => [name, "1"]),
  );
  assert.deepEqual(added(kept), kept);
});

Deno.test("sanitizeEnvironment() adds path, home, UTF-8 locale and NO_COLOR where they are missing", () => {
  const { HOME, PATH, LANG, NO_COLOR, ...rest } = sanitizeEnvironment({ HOME: "", LANG: "" });
  assert.match(HOME ?? "", /^\//);
  assert.match(PATH ?? "", /\/usr\/bin:\/sbin:\/bin$/);
  assert.match(LANG ?? "", /\.UTF-8$/);
  assert.equal(NO_COLOR, "1");
  assert.deepEqual(rest, {});
});

Deno.test("sanitizeEnvironment() leaves a locale as the user chose it", () => {
  const { LANG, LC_ALL } = sanitizeEnvironment({ LC_ALL: "POSIX" });
  assert.deepEqual([LANG, LC_ALL], [undefined, "POSIX"]);
});
