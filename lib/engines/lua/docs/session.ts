// SPDX-License-Identifier: Apache-2.0 OR MIT
// Our own functions and variables of a session: input, comms, arguments, results.

import { type DocTable, field, func, library, method, variable } from "./entry.ts";

/** `input`, `comm`, `State` and the variables a session sets. */
export const sessionDocs: DocTable = Object.freeze({
  "input": func(
    "(prompt?)",
    "Asks the person at the front end for a line and returns it. Raises an error where the front end takes no " +
      "questions.",
  ),
  "input.password": func(
    "(prompt?)",
    "Asks for a line as `input` does, without showing what is typed.",
  ),
  "comm": library("Channels between a script and a widget or extension of the front end."),
  "comm.open": func(
    "(target, data?, metadata?, buffers?)",
    "Opens a comm to a target that the front end has registered, and returns it. `data` is sent as JSON, " +
      "`buffers` is a list of binary strings.",
  ),
  "comm.register_target": func(
    "(name, fn)",
    "Registers a target that front ends may open comms to. `fn(comm, message)` is called for each with the comm " +
      "and the message that opened it.",
  ),
  "comm.unregister_target": func(
    "(name)",
    "Takes a target back: front ends can no longer open comms to it. Open comms stay.",
  ),
  "comm.id": field("The id of a comm, which both sides know it by."),
  "comm:close": method("(data?, metadata?, buffers?)", "Closes the comm, with a last message."),
  "comm:on_close": method("(fn)", "Calls `fn(message)` when the front end closes the comm."),
  "comm:on_msg": method(
    "(fn)",
    "Calls `fn(message)` for every message of the front end; it has `data`, `metadata` and `buffers`.",
  ),
  "comm:send": method("(data?, metadata?, buffers?)", "Sends a message to the front end."),
  "State": library(
    "Values that sessions share, those of other languages too. They are kept by scope and key and travel as JSON.",
  ),
  "State.save": func(
    "(scope, key, value)",
    "Keeps a value under a scope and a key. Raises an error for what has no JSON form: functions, userdata, tables " +
      "that contain themselves, strings that are not UTF-8.",
  ),
  "State.load": func(
    "(scope, key)",
    "Returns the value under a scope and a key, nil when there is none.",
  ),
  "State.delete": func(
    "(scope, key)",
    "Forgets the value under a scope and a key. Returns whether there was one.",
  ),
  "State.list_keys": func("(scope)", "Returns a sorted list of the keys of a scope."),
  "ARGS": variable("The arguments a script was started with: `ARGS[1]` is the first."),
  "arg": variable("As `ARGS`, and `arg[0]` is the script's path, as in the `lua` program."),
  "_": variable("The value the last execution ended with."),
  "__": variable("The value the execution before the last ended with."),
});
