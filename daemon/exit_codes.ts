// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the program's exit code says. A script that ends itself with `os.exit` brings its own code.

/** Exit codes of every command. */
export const exitCodes = Object.freeze({
  /** The command did what it was asked to. */
  success: 0,
  /** The command, or the script it ran, failed; standard error says why. */
  failure: 1,
  /** The command line could not be understood; nothing was done. */
  usage: 2,
  /** The terminal went away: 128 and the number of SIGHUP. */
  hungUp: 129,
  /** Interrupted from the keyboard: 128 and the number of SIGINT. */
  interrupted: 130,
  /** Whoever read our output went away: 128 and the number of SIGPIPE. */
  brokenPipe: 141,
  /** Told to end: 128 and the number of SIGTERM. */
  terminated: 143,
});
